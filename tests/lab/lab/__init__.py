"""A network whose truth is known, made of network namespaces: see ../README.md."""

"""A network of namespaces with known properties: see ../README.md."""

"""What scripts that run the lab need, installed and built like script/test does it. Imports no package that this
installs."""

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]


def install_and_build(*targets, packages=("build", "test")):
    """Ends the script if that fails."""
    for command in (["script/setup", *packages], ["script/build", "release", *targets]):
        if subprocess.run([REPOSITORY / command[0], *command[1:]]).returncode != 0:
            sys.exit(f"{Path(sys.argv[0]).name}: {' '.join(command)} failed")

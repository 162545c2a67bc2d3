"""`script/lab` as a reader of the documents starts it, without the installation and the build, and on the loopback of a
namespace of its own, where the ports are free."""

import sys
from pathlib import Path

from . import isolation
from .catalogue import REPOSITORY
from .host import Host

SCRIPT = REPOSITORY / "script/lab"
STARTER = """
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
loader = SourceFileLoader("lab_script", sys.argv.pop(1))
script = module_from_spec(spec_from_loader("lab_script", loader))
loader.exec_module(script)
script.prepare = lambda: None
script.main()
"""


class LabScript:
    def __init__(self, folder, option, environment=None):
        self.host = Host("reader")
        self.state = Path(folder, "state")
        self._environment = {"PEERINGD_LAB_STATE": str(self.state), isolation.INSIDE: "", **(environment or {})}
        self._log = Path(folder, "lab.log")
        self.program = self.host.spawn(sys.executable, "-B", "-c", STARTER, SCRIPT, option, log=self._log,
                                       env=self._environment)

    @property
    def output(self):
        return self._log.read_text()

    def command(self, *words, stdin=None):
        """Runs `script/lab WORDS` beside it."""
        variables = (f"{name}={value}" for name, value in self._environment.items())
        return self.host.run("env", *variables, SCRIPT, *words, stdin=stdin, check=False, timeout=60)

    def get(self, url):
        """The body; empty if it could not be fetched."""
        answer = self.host.run("curl", "-sSf", "-m", "20", url, check=False)
        return answer.stdout if answer.returncode == 0 else ""

    def stop(self):
        assert self.command("stop").returncode == 0
        self.program.wait(30)

    def close(self):
        self.host.close()

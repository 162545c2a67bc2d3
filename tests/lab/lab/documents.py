"""The commands that the documents show."""

import re
from dataclasses import dataclass

from .catalogue import REPOSITORY

BLOCK = re.compile(r"^```(sh|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Command:
    document: str
    line: int
    text: str  # a pipeline, as it would be typed

    @property
    def program(self):
        words = [word for word in self.text.split() if "=" not in word and word != "sudo"]
        return words[0].rsplit("/", 1)[-1]

    @property
    def place(self):
        return f"{self.document}:{self.line}"


def commands_of(document):
    """The commands of a document's blocks, in order. The output that a console shows is left out."""
    text = (REPOSITORY / document).read_text()
    return [command for block in BLOCK.finditer(text)
            for command in _commands_of_block(document, text.count("\n", 0, block.start()) + 2, block)]


def _commands_of_block(document, first, block):
    lines = list(enumerate(block[2].splitlines(), first))
    if block[1] == "console":
        lines = [(number, line[2:]) for number, line in lines if line.startswith("$ ")]
    return [Command(document, number, part)
            for number, line in _joined(lines) for part in _parts(line)]


def _joined(lines):
    """Joins lines that a backslash, a pipe or an open quote continues."""
    pending = None
    for number, line in lines:
        number, line = (pending[0], pending[1] + "\n" + line) if pending else (number, line)
        if line.endswith(("\\", "|")) or line.count("'") % 2 or line.count('"') % 2:
            pending = number, line
            continue
        pending = None
        yield number, line


def _parts(line):
    """The commands between semicolons. A loop stays whole, and comments go."""
    line = re.sub(r"(^|\s)#\s.*$", "", line).strip()
    if not line or line.startswith(("for ", "done", "{")):
        return [line] if line.startswith("for ") else []
    return [part.strip() for part in re.split(r";(?=(?:[^'\"]|'[^']*'|\"[^\"]*\")*$)", line) if part.strip()]

#!/usr/bin/python3
"""Checks the links of the documents: each file and each heading that they point to must exist.

  check_links.py ROOT

Links to other sites are not followed.
"""

import re
import sys
from pathlib import Path
from urllib.parse import unquote

FENCE = re.compile(r"^ {0,3}(```|~~~)")
HEADING = re.compile(r"^#{1,6} +(.*?) *#*$")
CODE = re.compile(r"`[^`]*`")
LINKS = (re.compile(r"\]\(<?([^)\s>]+)>?(?: \"[^\"]*\")?\)"), re.compile(r"^\[[^\]]+\]: *(\S+)"),
         re.compile(r"\b(?:src|srcset|href)=\"([^\"]+)\""))


def lines_outside_code(text):
    """Yields (number, line) without fenced blocks and their contents."""
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        if FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            yield number, line


def anchor_of(heading):
    """The anchor that public forges give a heading."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def anchors_of(text):
    found = {}
    for _, line in lines_outside_code(text):
        if match := HEADING.match(line):
            anchor = anchor_of(match[1])
            seen = found.setdefault(anchor, 0)
            found[anchor] += 1
            if seen:
                found[f"{anchor}-{seen}"] = 1
        for name in re.findall(r"<a (?:id|name)=\"([^\"]+)\"", line):
            found[name] = 1
    return set(found)


def targets_of(line):
    plain = CODE.sub(lambda code: "x" * len(code[0]), line)
    return [target for link in LINKS for target in link.findall(plain)]


def problem_of(root, document, target, anchors):
    """Why the target is wrong; None if it is right or on another site."""
    if re.match(r"[a-z][a-z+.-]*:", target):
        return None
    path, _, anchor = target.partition("#")
    if path.startswith("/"):
        return "an absolute path"
    file = (document.parent / unquote(path)).resolve() if path else document
    if not file.is_relative_to(root):
        return "outside the repository"
    if not file.exists():
        return "no such file"
    if anchor and file.suffix == ".md" and anchor not in anchors(file):
        return f"no such heading in {file.relative_to(root)}"
    return None


def problems_of(root, documents):
    known = {}

    def anchors(file):
        if file not in known:
            known[file] = anchors_of(file.read_text())
        return known[file]

    for document in documents:
        for number, line in lines_outside_code(document.read_text()):
            for target in targets_of(line):
                if problem := problem_of(root, document, target, anchors):
                    yield f"{document.relative_to(root)}:{number}: {target}: {problem}"


def documents_of(root):
    """Every document, but not those in build folders."""
    skipped = {"build", ".git", "node_modules"}
    return sorted(file for file in root.rglob("*.md")
                  if not skipped & set(file.relative_to(root).parts[:-1]))


def main():
    root = Path(sys.argv[1]).resolve()
    documents = documents_of(root)
    if not documents:
        sys.exit(f"{root}: no documents")
    problems = list(problems_of(root, documents))
    print(*problems, f"{len(documents)} documents, {len(problems)} wrong links", sep="\n")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()

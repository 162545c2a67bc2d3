"""A strict parser of Prometheus' text format (version 0.0.4)."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_HELP = re.compile(rf"# HELP ({_NAME}) (.*)")
_TYPE = re.compile(rf"# TYPE ({_NAME}) (counter|gauge|histogram|summary|untyped)")
_SAMPLE = re.compile(rf"({_NAME})(?:\{{(.*)\}})? (\S+)(?: (-?\d+))?")
_LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)')
_ESCAPES = {r"\\": "\\", r"\"": '"', r"\n": "\n"}
_SUFFIXES = {"histogram": ("_bucket", "_sum", "_count"), "summary": ("", "_sum", "_count")}


class Malformed(ValueError):
    pass


@dataclass(frozen=True)
class Sample:
    name: str
    labels: dict
    value: float

    @property
    def series(self):
        return self.name, tuple(sorted(self.labels.items()))

    def matches(self, labels):
        return all(self.labels.get(key) == value for key, value in labels.items())


@dataclass
class Family:
    name: str
    help: str = None
    type: str = None
    samples: list = field(default_factory=list)


class Metrics:
    def __init__(self, families):
        self.families = families
        self._by_name = defaultdict(list)
        for family in families.values():
            for sample in family.samples:
                self._by_name[sample.name].append(sample)

    def samples(self, name, **labels):
        """All samples of a name with at least these labels."""
        return [sample for sample in self._by_name[name] if sample.matches(labels)]

    def value(self, name, **labels):
        """The value of the only sample of a name with these labels. KeyError unless there is one."""
        found = self.samples(name, **labels)
        if len(found) != 1:
            raise KeyError(f"{len(found)} samples of {name}{labels}: {found[:5]}")
        return found[0].value

    def total(self, name, **labels):
        """The sum of all samples with these labels; 0 if there are none."""
        return sum(sample.value for sample in self.samples(name, **labels))


def parse(text):
    """Parses an exposition. Raises Malformed with the line."""
    families, series, current = {}, set(), None
    if not text.endswith("\n"):
        raise Malformed("the last line does not end")
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            current = _read_line(line, families, series, current)
        except Malformed as error:
            raise Malformed(f"line {number}: {error}: {line}") from None
    return Metrics(families)


def _read_line(line, families, series, current):
    if not line:
        return current
    if line.startswith("#"):
        return _read_comment(line, families, current)
    sample = _read_sample(line)
    if sample.series in series:
        raise Malformed("the series occurs twice")
    series.add(sample.series)
    if current is None or sample.name not in _sample_names(current):
        if sample.name in families:
            raise Malformed(f"the samples of {sample.name} are not together")
        current = families.setdefault(sample.name, Family(sample.name))
    current.samples.append(sample)
    return current


def _read_comment(line, families, current):
    for pattern, attribute in ((_HELP, "help"), (_TYPE, "type")):
        if match := pattern.fullmatch(line):
            name, value = match.groups()
            if current is None or current.name != name:
                if name in families:
                    raise Malformed(f"{name} begins twice")
                current = families[name] = Family(name)
            if getattr(current, attribute) is not None or current.samples:
                raise Malformed(f"a second or a late {attribute}")
            setattr(current, attribute, value)
            return current
    if line.startswith(("# HELP", "# TYPE")):
        raise Malformed("a bad comment")
    return current


def _sample_names(family):
    return [family.name + suffix for suffix in _SUFFIXES.get(family.type, ("",))]


def _read_sample(line):
    match = _SAMPLE.fullmatch(line)
    if not match:
        raise Malformed("not a sample")
    name, labels, value, _ = match.groups()
    try:
        return Sample(name, _read_labels(labels or ""), float(value))
    except ValueError as error:
        raise Malformed(str(error)) from None


def _read_labels(text):
    labels, position = {}, 0
    while position < len(text):
        match = _LABEL.match(text, position)
        if not match or match.group(1) in labels:
            raise Malformed("bad labels")
        labels[match.group(1)] = re.sub(r'\\["\\n]', lambda m: _ESCAPES[m.group()], match.group(2))
        position = match.end()
    return labels

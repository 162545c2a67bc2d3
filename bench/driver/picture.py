"""Draws CPU time and memory by number of targets as an SVG with logarithmic axes."""

from math import log10

WIDTH, HEIGHT, LEFT, TOP, PLOT, GAP = 760, 300, 62, 34, 270, 110


def _place(value, low, high, length):
    return (log10(value) - log10(low)) / (log10(high) - log10(low)) * length


def _decades(low, high):
    power = low
    while power <= high * 1.0001:
        yield power
        power *= 10


def _panel(x, title, points, unit):
    """`points`: (targets, value); values are shown by decade with `unit(value)`."""
    height = HEIGHT - TOP - 44
    low = 10 ** int(log10(min(v for _, v in points)) - (min(v for _, v in points) < 1))
    high = 10 ** (int(log10(max(v for _, v in points))) + 1)
    parts = [f'<text x="{x}" y="{TOP - 14}" class="title">{title}</text>']
    for value in _decades(low, high):
        y = TOP + height - _place(value, low, high, height)
        parts.append(f'<path d="M{x} {y:.1f}h{PLOT}" class="grid"/>'
                     f'<text x="{x - 6}" y="{y + 4:.1f}" class="left">{unit(value)}</text>')
    for targets in (10, 100, 1000, 10000, 100000):
        at = x + _place(targets, 10, 100000, PLOT)
        parts.append(f'<text x="{at:.1f}" y="{TOP + height + 16}" class="below">{targets:,}</text>')
    places = [(x + _place(n, 10, 100000, PLOT), TOP + height - _place(v, low, high, height))
              for n, v in points]
    line = "L".join(f"{a:.1f} {b:.1f}" for a, b in places)
    parts.append(f'<path d="M{line}" class="line"/>')
    parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3"/>' for a, b in places]
    parts.append(f'<text x="{x + PLOT / 2}" y="{HEIGHT - 8}" class="below">'
                 "ICMP targets, each once a second</text>")
    return "\n".join(parts)


_STYLE = """\
text { font: 11px sans-serif; fill: #57606a } .title { font-size: 13px; fill: #24292f }
.left { text-anchor: end } .below { text-anchor: middle } .grid { stroke: #d0d7de }
.line { stroke: #0969da; fill: none; stroke-width: 2 } circle { fill: #0969da }"""


def draw(runs):
    cpu = _panel(LEFT, "CPU, of one core", [(run.targets, 100 * run.cpu_seconds / run.seconds)
                                            for run in runs], lambda value: f"{value:g} %")
    memory = _panel(LEFT + PLOT + GAP, "Memory", [(run.targets, run.resident_kib / 1024)
                                                  for run in runs], lambda value: f"{value:g} MiB")
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'role="img" aria-label="CPU time and memory by number of targets">\n'
            f'<style>{_STYLE}</style>\n<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n'
            f"{cpu}\n{memory}\n</svg>\n")

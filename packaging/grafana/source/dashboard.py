"""The frame of a dashboard: variables, time ranges, and the grid of the panels."""

from .panels import DATASOURCE

WIDTH = 24  # columns of Grafana's grid
LOCATED = "connection:peering_test_result:located"  # of packaging/prometheus/rules/recording.yml

# As in Azure's latency report.
RANGES = {"6h": "6 hours", "12h": "12 hours", "1d": "1 day", "7d": "7 days", "30d": "30 days"}


def variable(name, label, query, multi=True):
    """A choice of label values. With `multi`, several or all can be chosen: use it with `=~`,
    otherwise with `=`."""
    return {
        "name": name, "label": label, "type": "query", "datasource": DATASOURCE,
        "query": {"qryType": 1, "query": query, "refId": f"variable-{name}"},
        "refresh": 2, "sort": 5, "regex": "", "multi": multi, "includeAll": multi, "hide": 0,
        "options": [],
        "current": {"text": ["All"], "value": ["$__all"]} if multi else {"text": "", "value": ""},
    }


def which_connections(one):
    """Variables to choose connections, or one, by partner and location."""
    return [
        variable("partner", "Partner", f"label_values({LOCATED}, partner)"),
        variable("location", "Location",
                 f'label_values({LOCATED}{{partner=~"$partner"}}, location)'),
        variable("connection", "Connection",
                 f'label_values({LOCATED}{{partner=~"$partner", location=~"$location"}}, '
                 "connection)", multi=not one),
    ]


_SOURCE = {"name": "datasource", "label": "Prometheus", "type": "datasource",
           "query": "prometheus", "regex": "", "refresh": 1, "multi": False, "includeAll": False,
           "hide": 0, "options": [], "current": {"text": "", "value": ""}}

_LINKS = {"title": "Peering Service", "type": "dashboards", "tags": ["peeringd"],
          "icon": "external link", "tooltip": "", "asDropdown": False, "includeVars": True,
          "keepTime": True, "targetBlank": False}


def assemble(uid, title, description, variables, rows, annotations=()):
    """`rows`: {title: lines of panels}. The first panel of a line sets its height. The title None
    shows no heading."""
    return {
        "uid": uid, "title": title, "description": description, "tags": ["peeringd"],
        "schemaVersion": 39, "version": 1, "editable": True, "graphTooltip": 1,
        "timezone": "browser", "refresh": "30s", "time": {"from": "now-6h", "to": "now"},
        "timepicker": {"quick_ranges": [
            {"display": f"Last {text}", "from": f"now-{span}", "to": "now"}
            for span, text in RANGES.items()]},
        "annotations": {"list": list(annotations)}, "links": [_LINKS],
        "templating": {"list": [_SOURCE, *variables]}, "panels": _laid_out(rows),
    }


def _laid_out(rows):
    panels, y = [], 0

    def place(panel, x, width, height):
        panels.append({"id": len(panels) + 1, **panel,
                       "gridPos": {"x": x, "y": y, "w": width, "h": height}})

    for title, lines in rows.items():
        if title:
            place({"type": "row", "title": title, "collapsed": False, "panels": []}, 0, WIDTH, 1)
            y += 1
        for line in lines:
            x = 0
            height = line[0].pop("height")
            for panel in line:
                panel.pop("height", None)
                width = panel.pop("width", None) or WIDTH // len(line)
                place(panel, x, width, height)
                x += width
            y += height
    return panels

"""Panels in Grafana's schema, with common settings. Each takes a title, a description (what it shows
and how to read it) and queries; `width` is in columns of 24."""

DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}

GREEN, ORANGE, RED, PURPLE, GREY = "green", "orange", "red", "purple", "#8e8e8e"

# {value: (text, colour)} of a test result; the recording rule adds -1.
STATES = {-1: ("No thresholds", GREY), 0: ("Indeterminate", PURPLE), 1: ("Pass", GREEN),
          2: ("Warning", ORANGE), 3: ("Fail", RED)}

# {value: (text, colour)} of up or down; absent while unknown.
UP = {0: ("Down", RED), 1: ("Up", GREEN)}


def query(expression, legend="", table=False, instant=False):
    """A PromQL query; `table` shows the labels of one instant as columns."""
    return {"expr": " ".join(expression.split()), "legendFormat": legend,
            "format": "table" if table else "time_series", "instant": table or instant,
            "range": not (table or instant), "editorMode": "code", "datasource": DATASOURCE}


def mappings(texts):
    """Grafana's value mappings for {value: (text, colour)}."""
    return [{"type": "value", "options": {
        str(value): {"text": text, "color": color, "index": index}
        for index, (value, (text, color)) in enumerate(texts.items())}}]


def steps(*pairs):
    """Thresholds at which the colour changes: (value, colour), ascending."""
    return {"mode": "absolute",
            "steps": [{"value": value, "color": color} for value, color in pairs]}


# For elements whose colour depends on a number, such as the markers of a map.
STATE_COLORS = steps(*((None if value < 0 else value, color)
                       for value, (_, color) in STATES.items()))


def by_name(name, **properties):
    """An override for the field `name`, or for all fields that match `/pattern/`."""
    matcher = "byRegexp" if name.startswith("/") else "byName"
    return {"matcher": {"id": matcher, "options": name},
            "properties": [{"id": key.replace("__", "."), "value": value}
                           for key, value in properties.items()]}


def panel(kind, title, description, queries, unit, *, options, custom=None, overrides=(),
          width=None, height=8, transformations=(), color=None, thresholds=None, values=None,
          decimals=None, minimum=None, maximum=None, no_value="–", **more):
    """`values`: texts and colours of values. Other arguments are Grafana's."""
    if values == STATES and not thresholds:
        thresholds = STATE_COLORS
    defaults = {
        "unit": unit, "custom": custom or {}, "mappings": mappings(values) if values else [],
        "color": color or {"mode": "thresholds"}, "thresholds": thresholds or steps((None, GREEN)),
        "noValue": no_value}
    for key, value in (("decimals", decimals), ("min", minimum), ("max", maximum)):
        if value is not None:
            defaults[key] = value
    targets = [{"refId": chr(ord("A") + index), **target} for index, target in enumerate(queries)]
    return {"type": kind, "title": title, "description": description, "datasource": DATASOURCE,
            "targets": targets, "options": options,
            "fieldConfig": {"defaults": defaults, "overrides": list(overrides)},
            "transformations": list(transformations), "width": width, "height": height, **more}


def stat(title, description, queries, unit, text="auto", graph="none", **more):
    return panel("stat", title, description, queries, unit, options={
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
        "colorMode": "value", "graphMode": graph, "justifyMode": "center", "textMode": text,
        "orientation": "auto", "wideLayout": True, "showPercentChange": False,
        "percentChangeColorMode": "standard"}, **{"height": 4, **more})


def timeseries(title, description, queries, unit, stacked=False, bars=False, **more):
    custom = {"drawStyle": "bars" if bars else "line", "lineInterpolation": "linear",
              "lineWidth": 1, "fillOpacity": 60 if stacked or bars else 0, "gradientMode": "none",
              "pointSize": 4, "showPoints": "auto", "spanNulls": False, "axisPlacement": "auto",
              "axisSoftMin": 0, "stacking": {"mode": "normal" if stacked else "none", "group": "A"}}
    return panel("timeseries", title, description, queries, unit, custom=custom, options={
        "legend": {"displayMode": "table", "placement": "bottom", "showLegend": True,
                   "calcs": ["lastNotNull", "mean", "max"]},
        "tooltip": {"mode": "multi", "sort": "desc"}},
        **{"color": {"mode": "palette-classic"}, **more})


def timeline(title, description, queries, unit="none", **more):
    """Bars of states over time, one for each series."""
    return panel("state-timeline", title, description, queries, unit,
                 custom={"lineWidth": 0, "fillOpacity": 80}, options={
                     "mergeValues": True, "showValue": "auto", "alignValue": "left",
                     "rowHeight": 0.8,
                     "legend": {"displayMode": "list", "placement": "bottom", "showLegend": False,
                                "calcs": []},
                     "tooltip": {"mode": "single", "sort": "none"}}, **more)


def table(title, description, queries, columns, sort=None, overrides=(), merged=True, **more):
    """`columns`: {field: heading} in order; other fields are hidden. `sort`: a heading, descending."""
    return panel("table", title, description, queries, "none",
                 custom={"align": "auto", "cellOptions": {"type": "auto"}, "inspect": False,
                         "filterable": True},
                 options={"showHeader": True, "cellHeight": "sm", "frameIndex": 0,
                          "sortBy": [{"displayName": sort, "desc": True}] if sort else []},
                 transformations=[*([{"id": "merge", "options": {}}] if merged else []), {
                     "id": "filterFieldsByName", "options": {"include": {"names": list(columns)}}},
                     {"id": "organize", "options": {
                         "excludeByName": {},
                         "indexByName": {name: index for index, name in enumerate(columns)},
                         "renameByName": {name: text for name, text in columns.items()}}}],
                 overrides=[*overrides], **more)


def coloured(name, **properties):
    """An override that colours the cells of a column by value."""
    return by_name(name, custom__cellOptions={"type": "color-background", "mode": "basic"},
                   **properties)


def state_column(name):
    return coloured(name, mappings=mappings(STATES))


def up_column(name):
    return coloured(name, mappings=mappings(UP), thresholds=steps((None, RED), (1, GREEN)))


# Series whose legend begins with `warning` or `critical` are thresholds: dashed, in their colour.
THRESHOLD_LINES = [
    by_name(f"/^{severity}/", color={"mode": "fixed", "fixedColor": color},
            custom__lineStyle={"fill": "dash", "dash": [10, 10]}, custom__lineWidth=1,
            custom__fillOpacity=0, custom__showPoints="never")
    for severity, color in (("warning", ORANGE), ("critical", RED))]

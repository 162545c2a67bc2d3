"""Panels in Grafana's schema, with common settings. Each takes a title, a description (what it shows
and how to read it) and queries; `width` is in columns of 24."""

DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}

GREEN, ORANGE, RED, PURPLE, GREY = "green", "orange", "red", "purple", "#8e8e8e"

# {value: (text, colour)} of a test result; the recording rule adds -1.
STATES = {-1: ("No thresholds", GREY), 0: ("Indeterminate", PURPLE), 1: ("Pass", GREEN),
          2: ("Warning", ORANGE), 3: ("Fail", RED)}

PLAIN = {"mode": "fixed", "fixedColor": "text"}  # for figures whose thresholds are not known here

LEAST_WIDTH = 85  # pixels, of a column

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
    if values and not thresholds:  # the lowest is also the colour of no value
        thresholds = STATE_COLORS if values == STATES else steps((None, GREY))
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


# The top of the axis at least: Grafana draws a line at 0 on an axis to 100, which is 10,000 % of a ratio.
SOFT_MAXIMA = {"percentunit": 0.01, "pps": 10, "short": 1}


def timeseries(title, description, queries, unit, stacked=False, bars=False, legend="table", sort=None, **more):
    """`legend`: "list" without figures, for panels with little space. `sort`: a figure of the legend, descending.
    `thresholds` are drawn as dashed lines."""
    custom = {"drawStyle": "bars" if bars else "line", "lineInterpolation": "linear",
              "lineWidth": 1, "fillOpacity": 60 if stacked or bars else 0, "gradientMode": "none",
              "pointSize": 4, "showPoints": "auto", "spanNulls": False, "axisPlacement": "auto",
              "axisSoftMin": 0, "stacking": {"mode": "normal" if stacked else "none", "group": "A"}}
    if unit in SOFT_MAXIMA:
        custom["axisSoftMax"] = SOFT_MAXIMA[unit]
    if "thresholds" in more:
        custom["thresholdsStyle"] = {"mode": "dashed"}
    return panel("timeseries", title, description, queries, unit, custom=custom, options={
        "legend": {"displayMode": legend, "placement": "bottom", "showLegend": True,
                   "calcs": ["lastNotNull", "mean", "max"] if legend == "table" else [],
                   **({"sortBy": sort, "sortDesc": True} if sort else {})},
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


def table(title, description, queries, columns, sort=None, ascending=False, overrides=(), merged=True, **more):
    """`columns`: {field: heading} in order; other fields are hidden. `sort`: a heading. Columns without a
    width share the rest of the space. If that is less than LEAST_WIDTH each, the table scrolls sideways."""
    return panel("table", title, description, queries, "none",
                 custom={"align": "auto", "cellOptions": {"type": "auto"}, "inspect": False,
                         "filterable": True, "minWidth": LEAST_WIDTH},
                 options={"showHeader": True, "cellHeight": "sm", "frameIndex": 0,
                          "sortBy": [{"displayName": sort, "desc": not ascending}] if sort else []},
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
                   custom__align="left", **properties)


def state_column(name, width=120):
    """Of a number, or of its text."""
    texts = {text: (text, color) for text, color in STATES.values()}
    return coloured(name, custom__width=width, mappings=mappings(STATES | texts))


def up_column(name):
    return coloured(name, custom__width=75, mappings=mappings(UP), thresholds=steps((None, RED), (1, GREEN)))


def figure(name, unit, **properties):
    """An override for a column of numbers, which needs little space."""
    return by_name(name, unit=unit, custom__width=105, **properties)


def sentences(name):
    """An override for a column of long texts. Grafana 13 reads the last property, earlier ones the first."""
    return by_name(name, custom__cellOptions={"type": "auto", "wrapText": True}, custom__minWidth=300,
                   custom__wrapText=True)


def name_column(name, width=170, **properties):
    return by_name(name, custom__width=width, **properties)


# Series whose legend begins with `warning` or `critical` are thresholds: dashed, in their colour.
THRESHOLD_LINES = [
    by_name(f"/^{severity}/", color={"mode": "fixed", "fixedColor": color},
            custom__lineStyle={"fill": "dash", "dash": [10, 10]}, custom__lineWidth=1,
            custom__fillOpacity=0, custom__showPoints="never")
    for severity, color in (("warning", ORANGE), ("critical", RED))]

"""Overview: all connections on a map and in a table, by state."""

from .dashboard import LOCATED, assemble, which_connections
from .panels import (GREEN, GREY, ORANGE, PURPLE, RED, STATES, UP, by_name, figure, name_column, panel, query,
                     sentences, stat, state_column, steps, table, timeline, timeseries, up_column)

CHOSEN = f'{LOCATED}{{partner=~"$partner", location=~"$location", connection=~"$connection"}}'
OF_CHOSEN = 'connection=~"$connection"'


def counts():
    colors = {3: RED, 2: ORANGE, 1: GREEN, 0: PURPLE, -1: GREY}
    names = {value: text for value, (text, _) in STATES.items()}
    return stat(
        "Connections by state",
        "Number of selected connections in each state now. Indeterminate: not measured, so "
        "unknown.",
        [query(f"count({CHOSEN} == {value}) or vector(0)", names[value], instant=True)
         for value in colors],
        "none", text="value_and_name", width=18, height=4,
        overrides=[by_name(names[value], color={"mode": "fixed", "fixedColor": color})
                   for value, color in colors.items()])


def down():
    return stat(
        "Down", "Number of selected connections and of redundancy groups that are not up: no probe "
        "is answered, or none can be sent. This is what pages.",
        [query(f"count(max by (connection) (peering_connection_up{{{OF_CHOSEN}}}) == 0) or vector(0)",
               "Connections", instant=True),
         query("count(max by (redundancy_group) (peering_group_up) == 0) or vector(0)", "Groups",
               instant=True)],
        "none", text="value_and_name", width=6, thresholds=steps((None, GREEN), (1, RED)))


def world():
    marker = {"color": {"field": "State", "fixed": GREY}, "opacity": 0.9,
              "size": {"fixed": 9, "min": 2, "max": 15}, "rotation": {
                  "fixed": 0, "max": 360, "min": -360, "mode": "mod"},
              "symbol": {"fixed": "img/icons/marker/circle.svg", "mode": "fixed"},
              "symbolAlign": {"horizontal": "center", "vertical": "center"},
              "text": {"field": "connection", "fixed": "", "mode": "field"},
              "textConfig": {"fontSize": 12, "offsetX": 0, "offsetY": 14, "textAlign": "center",
                             "textBaseline": "top"}}
    return panel(
        "geomap", "Map",
        "Each connection at its location, in the colour of its state. Connections without latitude "
        "and longitude in the configuration are only in the table. The map comes from the tile "
        "server that is configured in Grafana.",
        [query(f'max by (connection, partner, location, latitude, longitude) '
               f'({CHOSEN[:-1]}, latitude!=""}})', table=True)],
        "none", values=STATES, width=8, height=10,
        overrides=[by_name("/^(lat|long)itude$/", decimals=4)],
        options={
            "view": {"id": "fit", "allLayers": True, "lat": 0, "lon": 0, "zoom": 4, "padding": 10},
            "basemap": {"type": "default", "name": "Map", "config": {}},
            "controls": {"mouseWheelZoom": False, "showZoom": True, "showAttribution": True,
                         "showScale": False, "showMeasure": False, "showDebug": False},
            "tooltip": {"mode": "details"},
            "layers": [{"type": "markers", "name": "Connections", "tooltip": True,
                        "config": {"showLegend": True, "style": marker},
                        "location": {"mode": "coords", "latitude": "latitude",
                                     "longitude": "longitude"}}]},
        transformations=[
            {"id": "convertFieldType", "options": {"conversions": [
                {"targetField": name, "destinationType": "number"}
                for name in ("latitude", "longitude")], "fields": {}}},
            {"id": "organize", "options": {"excludeByName": {"Time": True}, "indexByName": {},
                                           "renameByName": {"Value": "State"}}}])


def connections():
    link = {"title": "Open ${__value.raw}", "url": "/d/peeringd-connection?${__url_time_range}"
            "&var-datasource=${datasource}&var-connection=${__value.raw}"}
    return table(
        "Connections", "The worst first. Click on a name to open the connection. Up: whether it "
        "reaches the edge at all. Figures are over the daemon's window (`probing.window`), like "
        "Azure's AverageCustomerPrefixLatency.",
        [query(f"max by (connection, partner, location, redundancy_group) ({CHOSEN})", table=True),
         *(query(f"max by (connection) (peering_connection_window_{figure}{{{OF_CHOSEN}}})",
                 table=True)
           for figure in ("rtt_seconds", "loss_ratio", "jitter_seconds")),
         query(f"max by (connection) (peering_connection_up{{{OF_CHOSEN}}})", table=True),
         query(f"max by (connection, reason) (peering_connection_result_info{{{OF_CHOSEN}}})",
               table=True)],
        {"Value #E": "Up", "Value #A": "State", "connection": "Connection", "Value #B": "Latency",
         "Value #C": "Loss", "Value #D": "Jitter", "reason": "Reason", "partner": "Partner",
         "location": "Location", "redundancy_group": "Group"}, sort="State", height=10,
        overrides=[up_column("Up"), state_column("State"), name_column("Connection", links=[link]),
                   name_column("Partner"), name_column("Location"), name_column("Group", 110),
                   figure("Latency", "s"), figure("Loss", "percentunit", decimals=2), figure("Jitter", "s"),
                   sentences("Reason")])


def alerts():
    return table(
        "Active alerts", "Alerts that the daemons report now, before Alertmanager groups and "
        "inhibits them. An alert without an endpoint concerns the whole prefix.",
        [query(f"peering:alert_active:located{{{OF_CHOSEN}}} == 1", table=True)],
        {"severity": "Severity", "result": "Result", "signal": "Signal", "connection": "Connection",
         "prefix": "Prefix", "endpoint": "Endpoint", "partner": "Partner",
         "instance": "Daemon"}, merged=False, width=16, height=10, no_value="None",
        overrides=[name_column("Severity", 90), state_column("Result", 90), name_column("Signal", 95),
                   name_column("Prefix", 135)])


def groups():
    return timeline(
        "Redundancy groups", "The result of each group: Fail if all its connections fail, Warning if "
        "redundancy is lost. If several daemons measure a group, the best of their results.",
        [query("max by (redundancy_group) (peering_group_test_result == 1) "
               "or min by (redundancy_group) (peering_group_test_result > 0) "
               "or max by (redundancy_group) (peering_group_test_result)",
               "{{redundancy_group}}")],
        values=STATES, height=8, no_value="None")


def over_time():
    states = timeline(
        "States", "The state of each connection over time. A gap means that the daemon was not scraped.",
        [query(f"max by (connection) ({CHOSEN})", "{{connection}}")], values=STATES, height=8)
    figures = {
        "Latency": ("rtt_seconds", "s", "The mean of the medians of its prefixes."),
        "Loss": ("loss_ratio", "percentunit", "The mean of the loss ratios of its prefixes."),
        "Jitter": ("jitter_seconds", "s", "The mean of the jitters of its prefixes.")}
    up = timeline(
        "Up", "Whether each connection and each redundancy group reaches the edge at all. A gap means "
        "that it is not known.",
        [query(f"max by (connection) (peering_connection_up{{{OF_CHOSEN}}})", "{{connection}}"),
         query("max by (redundancy_group) (peering_group_up)", "group {{redundancy_group}}")],
        values=UP, height=8)
    return [[up, states, groups()], [
        timeseries(title, f"{text} Over the daemon's window.",
                   [query(f"max by (connection) (peering_connection_window_{figure}{{{OF_CHOSEN}}})",
                          "{{connection}}")], unit)
        for title, (figure, unit, text) in figures.items()]]


def dashboard():
    return assemble(
        "peeringd-overview", "Peering Service: overview",
        "All connections of all daemons: location, state, latency, loss and jitter.",
        which_connections(one=False),
        {None: [[counts(), down()], [connections()], [world(), alerts()]],
         "Over time": over_time()})

// All messages about each tests/data/config/invalid-*.yaml.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "config/load_config.hpp"

namespace peeringd {
namespace {

const std::string folder = PEERINGD_TEST_DATA "/config/";

/// The messages, one per line, without the path of this source tree.
std::string messages_for(const std::string& file) {
  try {
    load_config(folder + file);
  } catch (const ConfigError& error) {
    std::string text = std::string("\n") + error.what() + "\n";
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder, at)) {
      text.erase(at, folder.size());
    }
    return text;
  }
  return "no error";
}

struct InvalidFile {
  const char* name;
  const char* messages;
};

const InvalidFile invalid_files[] = {
    {"invalid-alert-order.yaml", R"(
invalid-alert-order.yaml:2:22: alerts.latency.warning: 60ms is not below the critical threshold of 60ms at invalid-alert-order.yaml:2:38; set different thresholds
invalid-alert-order.yaml:4:26: alerts.cert_expiry.warning: 7d is not above the critical threshold of 30d at invalid-alert-order.yaml:4:40; set different thresholds
invalid-alert-order.yaml:9:32: endpoints[0].alerts.jitter.warning: 40ms is not below the critical threshold of 30ms at invalid-alert-order.yaml:5:37; set both here
invalid-alert-order.yaml:12:72: endpoints[1].alerts.loss.critical: 2% is not above the warning threshold of 5% at invalid-alert-order.yaml:23:57; set both here
invalid-alert-order.yaml:18:31: connections[0].alerts.loss.critical: 0.05% is not above the warning threshold of 0.1% at invalid-alert-order.yaml:3:19; set both here
invalid-alert-order.yaml:23:57: connections[1].prefixes[0].alerts.loss.warning: 5% is not below the critical threshold of 1% at invalid-alert-order.yaml:3:35; set both here
)"},
    {"invalid-alerts.yaml", R"(
invalid-alerts.yaml:2:12: alerts.latency: "60ms" is neither off nor a map; write {warning: 60ms}, or critical, or both
invalid-alerts.yaml:3:19: alerts.loss.warning: "0.1" lacks a percent sign; did you mean 0.1%? (As a ratio it would be 10%.)
invalid-alerts.yaml:3:34: alerts.loss.critical: "5" lacks a percent sign; did you mean 5%?
invalid-alerts.yaml:4:21: alerts.jitter.warning: 0s is out of range; write 10us to 1h
invalid-alerts.yaml:4:26: alerts.jitter.critcal: unknown key; did you mean "critical"?
invalid-alerts.yaml:5:26: alerts.cert_expiry.warning: "none" is neither a threshold like 30d nor off
invalid-alerts.yaml:5:42: alerts.cert_expiry.critical: expected a threshold like 30d, or off, found a list
invalid-alerts.yaml:6:15: alerts.pop_change: "warn" is not a severity; did you mean "warning"?
invalid-alerts.yaml:7:20: alerts.egress_mismatch: expected warning, critical or off, found a map; write egress_mismatch: critical
invalid-alerts.yaml:8:8: alerts.for: 2d is out of range; write 0s to 1d
invalid-alerts.yaml:9:10: alerts.clear: "0.8" lacks a percent sign; did you mean 0.8%? (As a ratio it would be 80%.)
invalid-alerts.yaml:10:16: alerts.min_samples: "0" is out of range; write a number from 1 to 1000000
invalid-alerts.yaml:11:3: alerts.minimum: unknown key; the keys here are latency, loss, jitter, cert_expiry, route_visibility, pop_change, edge_address, egress_mismatch, no_source, route_origin, route_backup_origin, route_more_specific, route_withdrawn, route_backup_withdrawn, route_upstream, route_rpki_invalid, for, clear, min_samples
invalid-alerts.yaml:15:14: endpoints[0].alerts.egress_mismatch: belongs to a prefix, whose traffic leaves from one address to every endpoint; move it to the alerts of the prefix, of its connection or of the main file
invalid-alerts.yaml:15:45: endpoints[0].alerts.latency: "on" is neither off nor a map; write {warning: 60ms}, or critical, or both
invalid-alerts.yaml:15:56: endpoints[0].alerts.clear: 120% is out of range; write 1% to 100%
invalid-alerts.yaml:15:78: endpoints[0].alerts.loss.warning: "1e-3%" is not a percentage; write one like 0.1%
invalid-alerts.yaml:15:95: endpoints[0].alerts.loss.critical: 100% is out of range; write 0.0001% to 99%
invalid-alerts.yaml:20:49: connections[0].prefixes[0].alerts: expected a map of thresholds such as latency and loss, or off, found a list
invalid-alerts.yaml:20:95: connections[0].prefixes[1].alerts: expected a map of thresholds such as latency and loss, or off, found "on"
invalid-alerts.yaml:21:21: connections[0].alerts.loss.warning: expected a threshold like 0.1%, or off, found nothing
invalid-alerts.yaml:21:41: connections[0].alerts.loss.critical: "%" is neither a threshold like 0.1% nor off
invalid-alerts.yaml:21:52: connections[0].alerts.for: "60" lacks a unit; write a number and a unit, such as 500ms, 10s, 5m or 1h
invalid-alerts.yaml:21:56: connections[0].alerts.endpoints: does not belong here; it belongs under connections[] or at the top of the file
invalid-alerts.yaml:22:23: connections[0].redundancy_group: "contoso us" is not a name; use letters, digits and _ . - only
)"},
    {"invalid-connections.yaml", R"(
invalid-connections.yaml:4:14: connections[0].partner: "two?lines" contains a line break or a control character
invalid-connections.yaml:7:17: connections[0].endpoints[0]: no endpoint is named "exchnage"; did you mean "exchange"?
invalid-connections.yaml:7:34: connections[0].endpoints[2]: "teams" is given twice; the first is at invalid-connections.yaml:7:27
invalid-connections.yaml:7:41: connections[0].endpoints[3]: no endpoint is named "sharepoint-online"; the choices are exchange, teams
invalid-connections.yaml:8:20: connections[0].labels.tier: expected a label's value, found a list
invalid-connections.yaml:8:26: connections[0].labels.1st: "1st" is not a Prometheus label name; use letters, digits and _, and no digit first
invalid-connections.yaml:8:34: connections[0].labels.__own: "__own" begins with __, which Prometheus keeps for itself
invalid-connections.yaml:8:44: connections[0].labels.partner: "partner" is set by peeringd or Prometheus; choose another name
invalid-connections.yaml:8:56: connections[0].labels.not-a-label: "not-a-label" is not a Prometheus label name; use letters, digits and _, and no digit first
invalid-connections.yaml:8:72: connections[0].labels.redundancy_group: "redundancy_group" is set by peeringd or Prometheus; choose another name
invalid-connections.yaml:9:11: connections[1].name: another connection is named "seattle", at invalid-connections.yaml:3:11
invalid-connections.yaml:10:14: connections[1].partner: "red ?[31m" contains a line break or a control character
invalid-connections.yaml:13:16: connections[1].endpoints: is empty; expected a list of endpoints' names
invalid-connections.yaml:15:10: connections[2].was: a connection is still named "seattle", at invalid-connections.yaml:3:11
invalid-connections.yaml:25:10: connections[4].was: another connection was named "lyon", at invalid-connections.yaml:20:10
)"},
    {"invalid-default-timing.yaml", R"(
invalid-default-timing.yaml:1:21: probing.interval: 1s is shorter than the default timeout of 2s; set a shorter timeout here too
invalid-default-timing.yaml:3:48: endpoints[0].interval: 10m is longer than the default window of 5m; set probing.window too
)"},
    {"invalid-dns.yaml", R"(
invalid-dns.yaml:5:9: endpoints[0].probes[0].name: is missing; give the host name to ask for
invalid-dns.yaml:6:27: endpoints[0].probes[1].name: "*.example" is not a host name; a wildcard has no address; name one host
invalid-dns.yaml:7:46: endpoints[0].probes[2].record: "MX" is not a type of record for a probe; write A or AAAA
invalid-dns.yaml:8:46: endpoints[0].probes[3].server: "dns.example" is not an address; write one like 203.0.113.10 or 2001:db8::10
invalid-dns.yaml:9:46: endpoints[0].probes[4].server: "224.0.0.1" is not the address of a host
invalid-dns.yaml:10:44: endpoints[0].probes[5].port: "65536" is out of range; write a number from 1 to 65535
invalid-dns.yaml:12:9: endpoints[0].probes[7]: the probe "dns:a.example" is given twice; the first is at invalid-dns.yaml:11:9
invalid-dns.yaml:13:22: endpoints[0].probes[8].record: belongs to a probe of type dns, and this one is icmp
)"},
    {"invalid-egress.yaml", R"(
invalid-egress.yaml:3:34: egress.via[0].port: "0" is out of range; write a number from 1 to 65535
invalid-egress.yaml:4:7: egress.via[1].host: is missing; give a host name or an address
invalid-egress.yaml:5:14: egress.via[2].host: "stun.example:3478" is not a host name; a port belongs to a probe, as its `port`
invalid-egress.yaml:6:29: egress.via[3].type: does not belong here; it belongs under endpoints[].probes[]
invalid-egress.yaml:8:7: egress.via[5]: is given twice; the first is at invalid-egress.yaml:7:7
invalid-egress.yaml:11:88: connections[0].egress.via: is missing; give a list of STUN servers
invalid-egress.yaml:12:95: connections[1].egress.via: is empty; expected a list of STUN servers
invalid-egress.yaml:13:93: connections[2].egress.via[0]: expected a map with host and port, found "192.0.2.1"
)"},
    {"invalid-empty-lists.yaml", R"(
invalid-empty-lists.yaml:1:15: web.listen: is empty; expected a list of addresses
invalid-empty-lists.yaml:2:24: probing.rtt_buckets: is empty; expected a list of durations
invalid-empty-lists.yaml:3:12: endpoints: is empty; expected a list of endpoints
invalid-empty-lists.yaml:4:14: connections: is empty; expected a list of connections
invalid-empty-lists.yaml:5:10: include: is empty; expected a list of files
)"},
    {"invalid-endpoints.yaml", R"(
invalid-endpoints.yaml:2:25: endpoints[0].host: "https://teams.microsoft.com/" is not a host name; leave out the scheme and the path
invalid-endpoints.yaml:3:12: endpoints[1].name: another endpoint is named "teams", at invalid-endpoints.yaml:2:12
invalid-endpoints.yaml:3:25: endpoints[1].host: "teams.microsoft.com:443" is not a host name; a port belongs to a probe, as its `port`
invalid-endpoints.yaml:4:12: endpoints[2].name: "two words" is not a name; use letters, digits and _ . - only
invalid-endpoints.yaml:4:29: endpoints[2].host: "*.azurefd.net" is not a host name; a wildcard has no address; name one host
invalid-endpoints.yaml:5:12: endpoints[3].name: "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg" is 64 characters long; a name has at most 63
invalid-endpoints.yaml:5:84: endpoints[3].host: "300.1.2.3" is neither a host name nor an IPv4 address
invalid-endpoints.yaml:6:21: endpoints[4].host: "bad_name.example" is not a host name; a host name has no underscore (RFC 1123)
invalid-endpoints.yaml:7:21: endpoints[5].host: "münchen.example" is not a host name; write an internationalised name in its xn-- form
invalid-endpoints.yaml:8:21: endpoints[6].host: "-x.example" is not a host name; a host name consists of labels of up to 63 letters, digits and hyphens, joined by dots
invalid-endpoints.yaml:9:21: endpoints[7].host: "224.0.0.1" is not the address of a host
invalid-endpoints.yaml:10:21: endpoints[8].host: "::ffff:192.0.2.1" is not the address of a host
invalid-endpoints.yaml:13:19: endpoints[9].probes[1]: the probe "tcp" is given twice; the first is at invalid-endpoints.yaml:13:14
invalid-endpoints.yaml:13:61: endpoints[9].probes[2].port: "0" is out of range; write a number from 1 to 65535
invalid-endpoints.yaml:13:83: endpoints[9].probes[3].port: "0x50" is not a whole number; write one from 1 to 65535
invalid-endpoints.yaml:14:32: endpoints[9].probes[4].port: "010" has a leading zero, which some read as octal; write it without
invalid-endpoints.yaml:14:45: endpoints[9].probes[5].type: "udp" is not a type of probe; the types are icmp, tcp, https, http, stun, dns
invalid-endpoints.yaml:14:51: endpoints[9].probes[6]: "icpm" is not a type of probe; did you mean "icmp"?
invalid-endpoints.yaml:14:64: endpoints[9].probes[7].type: expected a type of probe, found a list
invalid-endpoints.yaml:14:72: endpoints[9].probes[8].type: is missing; give one of icmp, tcp, https, http, stun, dns
)"},
    {"invalid-history.yaml", R"(
invalid-history.yaml:4:9: history.path: "var/lib" does not begin with /
invalid-history.yaml:5:9: history.size: "5" lacks a unit; write a number and a unit, such as 500MB or 2GB
invalid-history.yaml:6:9: history.keep: 1m is kept for 40d, longer than 10m (35d); coarser records must last longer
invalid-history.yaml:6:24: history.keep.10m: "soon" is not a duration; write a number and a unit, such as 500ms, 10s, 5m or 1h
invalid-history.yaml:6:34: history.keep.1h: 1m is out of range; write 1h to 10000d
invalid-history.yaml:6:38: history.keep.1w: unknown key; did you mean "1m"?
invalid-history.yaml:7:3: history.sizes: unknown key; did you mean "size"?
)"},
    {"invalid-http.yaml", R"(
invalid-http.yaml:5:22: endpoints[0].probes[0].ca_file: belongs to a probe of type https, and this one is http
invalid-http.yaml:5:42: endpoints[0].probes[0].verify: belongs to a probe of type https, and this one is http
invalid-http.yaml:6:29: endpoints[0].probes[1].path: "index.html" is not a path; it begins with /
invalid-http.yaml:6:49: endpoints[0].probes[1].method: "POST" is not a method of a probe; write HEAD or GET
invalid-http.yaml:6:69: endpoints[0].probes[1].http_version: "3" is not a version of HTTP; write auto, 1.1 or 2
invalid-http.yaml:6:78: endpoints[0].probes[1].warm: "yes" is neither true nor false
invalid-http.yaml:7:29: endpoints[0].probes[2].path: "/a b#c" is not a valid URL path; percent-encode spaces and non-ASCII characters, and remove the #fragment
invalid-http.yaml:7:52: endpoints[0].probes[2].server_name: "a.example:443" is not a host name; a port belongs to a probe, as its `port`
invalid-http.yaml:7:75: endpoints[0].probes[2].port: "70000" is out of range; write a number from 1 to 65535
invalid-http.yaml:8:31: endpoints[0].probes[3].method: a response to HEAD has no body, but expect_body needs one; write GET
invalid-http.yaml:9:44: endpoints[0].probes[4].expect_status[1]: "99" is out of range; write a number from 200 to 599
invalid-http.yaml:9:48: endpoints[0].probes[4].expect_status[2]: "2xx" is not a whole number; write one from 200 to 599
invalid-http.yaml:9:53: endpoints[0].probes[4].expect_status[3]: 200 is given twice
invalid-http.yaml:9:58: endpoints[0].probes[4].expect_status[4]: "100" is out of range; write a number from 200 to 599
invalid-http.yaml:10:38: endpoints[0].probes[5].expect_status: expected a list of status codes, found "200"; write [200]
invalid-http.yaml:10:52: endpoints[0].probes[5].headers: expected a map of headers and their values, found a list
invalid-http.yaml:11:33: endpoints[0].probes[6].headers.…: "host" is set by the probe; write it as server_name
invalid-http.yaml:11:42: endpoints[0].probes[6].headers.…: "content-length" is set by the probe
invalid-http.yaml:11:61: endpoints[0].probes[6].headers.…: is not the name of a header (RFC 9110)
invalid-http.yaml:11:79: endpoints[0].probes[6].headers.…: contains a line break or a control character
invalid-http.yaml:11:92: endpoints[0].probes[6].headers.…: is given twice; the first is at invalid-http.yaml:11:71
invalid-http.yaml:12:32: endpoints[0].probes[7].ca_file: "no-such.pem" does not exist
invalid-http.yaml:13:32: endpoints[0].probes[8].ca_file: "parts" is a directory; expected a file
invalid-http.yaml:14:32: endpoints[0].probes[9].ca_file: "valid-http.yaml" contains no certificate in PEM
invalid-http.yaml:15:32: endpoints[0].probes[10].ca_file: does nothing while verify is false; remove one of them
invalid-http.yaml:17:23: endpoints[0].probes[12].expect_stauts: unknown key; did you mean "expect_status"?
invalid-http.yaml:18:9: endpoints[0].probes[13]: the probe "https" is given twice; the first is at invalid-http.yaml:16:9
invalid-http.yaml:19:55: endpoints[0].probes[14].expect_body.matches: "a(b" is not a pattern of RE2: missing ): a(b
invalid-http.yaml:20:55: endpoints[0].probes[15].expect_body.matches: does not go with contains; write one of them
invalid-http.yaml:21:55: endpoints[0].probes[16].expect_body.matches: "(a{30}){30}" is not a pattern of RE2: it is too large: repeat less, or write fewer alternatives
invalid-http.yaml:22:45: endpoints[0].probes[17].expect_body: has neither contains nor matches; write one of them, or the whole body as a text
invalid-http.yaml:22:46: endpoints[0].probes[17].expect_body.equals: unknown key; the keys here are contains, matches
invalid-http.yaml:23:45: endpoints[0].probes[18].expect_body: expected a text, or a map with contains or matches, found a list
invalid-http.yaml:24:56: endpoints[0].probes[19].expect_body.contains: expected a part of the expected body, found an empty text
invalid-http.yaml:25:40: endpoints[0].probes[20].method: a response to HEAD has no body, but expect_body needs one; write GET
invalid-http.yaml:26:45: endpoints[0].probes[21].expect_body: has neither contains nor matches; write one of them, or the whole body as a text
invalid-http.yaml:27:54: endpoints[0].probes[22].headers.….file: names a file that does not exist
invalid-http.yaml:27:79: endpoints[0].probes[22].headers.….file: "roots.pem" is not a header's value: one line of at most 4096 bytes, without control characters
invalid-http.yaml:27:94: endpoints[0].probes[22].headers.….file: is missing; give a file with the header's value
invalid-http.yaml:27:95: endpoints[0].probes[22].headers.….…: unknown key; did you mean "file"?
)"},
    {"invalid-include.yaml", R"(
invalid-include.yaml:2:5: include[0]: "no-such-file.yaml" does not exist
invalid-include.yaml:4:5: include[2]: "parts-invalid/nested.yaml" is included twice; the first time at invalid-include.yaml:3:5
invalid-include.yaml:5:5: include[3]: "parts-invalid/nested.yaml" is included twice; the first time at invalid-include.yaml:3:5
invalid-include.yaml:6:5: include[4]: "pa*/nested.yaml" has a wildcard in a folder; only the last part may
invalid-include.yaml:7:5: include[5]: "invalid-include.yaml" is the file that includes it
invalid-include.yaml:8:5: include[6]: "parts-invalid" is a directory; expected a file
parts-invalid/nested.yaml:1:1: include: an included file cannot include others; move this to invalid-include.yaml
parts-invalid/nested.yaml:2:1: web: belongs in the main file; move it to invalid-include.yaml
parts-invalid/nested.yaml:3:1: conections: unknown key; did you mean "connections"?
parts-invalid/nested.yaml:4:20: endpoints[0].name: another endpoint is named "teams", at invalid-include.yaml:10:20
parts-invalid/nested.yaml:6:12: connections[0].name: another connection is named "a", at invalid-include.yaml:12:12
parts-invalid/nested.yaml:6:63: connections[0].prefixes[0]: 192.0.2.128/25 overlaps 192.0.2.0/24 of connection "a", at invalid-include.yaml:12:63
parts-invalid/broken.yaml:1:44: not valid YAML: an unmatched closing bracket, or one of the wrong kind
)"},
    {"invalid-keys.yaml", R"(
invalid-keys.yaml:1:1: probbing: unknown key; did you mean "probing"?
invalid-keys.yaml:3:3: probing.intervall: unknown key; did you mean "interval"?
invalid-keys.yaml:5:3: probing.window: is given twice; the first is in line 4
invalid-keys.yaml:6:3: probing.colour: unknown key; the keys here are interval, timeout, window, rtt_buckets
invalid-keys.yaml:8:5: endpoints[0].host: is missing; give a host name or an address
invalid-keys.yaml:8:19: endpoints[0].hots: unknown key; did you mean "host"?
invalid-keys.yaml:8:68: endpoints[0].probes[0].port: belongs to a probe of type tcp, and this one is icmp
invalid-keys.yaml:8:79: endpoints[0].probes[1].type: is missing; give one of icmp, tcp, https, http, stun, dns
invalid-keys.yaml:12:15: connections[0].location.country: is missing; give the two-letter code of ISO 3166-1
invalid-keys.yaml:12:16: connections[0].location.contry: unknown key; did you mean "country"?
invalid-keys.yaml:13:16: connections[0].prefixes[0].prefix: is missing; give a prefix like 203.0.113.0/24, or auto
invalid-keys.yaml:13:36: connections[0].prefixes[0].prfix: unknown key; did you mean "prefix"?
invalid-keys.yaml:14:5: connections[0].partner: is given twice; the first is in line 10
invalid-keys.yaml:15:5: connections[1].partner: is missing; give the connectivity partner's name
invalid-keys.yaml:15:5: connections[1].location: is missing; give a map with country, state and city
invalid-keys.yaml:15:5: connections[1].prefixes: is missing; give a list of prefixes, or [auto]
invalid-keys.yaml:15:21: connections[1].<<: expected a map or a list of maps, whose keys are merged into this one, found "a"; write *NAME for the map that &NAME marks
invalid-keys.yaml:16:5: connections[1]: a key must be a text, and this is a list
)"},
    {"invalid-kinds.yaml", R"(
invalid-kinds.yaml:1:6: web: expected a map with listen, found "127.0.0.1:8075"
invalid-kinds.yaml:2:10: probing: expected a map with interval, timeout, window and rtt_buckets, found a list
invalid-kinds.yaml:4:3: endpoints: expected a list of endpoints, found a map; start each item with "- "
invalid-kinds.yaml:6:5: connections[0]: expected a map with name, partner, location and prefixes, found "berlin"
invalid-kinds.yaml:7:3: connections[1]: expected a map with name, partner, location and prefixes, found nothing
invalid-kinds.yaml:8:11: connections[2].name: expected a name, found a list
invalid-kinds.yaml:9:14: connections[2].partner: expected the connectivity partner's name, found a map
invalid-kinds.yaml:10:15: connections[2].location: expected a map with country, state and city, found "DE"
invalid-kinds.yaml:11:15: connections[2].prefixes: expected a list of prefixes, found "192.0.2.0/24"; write [192.0.2.0/24]
invalid-kinds.yaml:12:16: connections[2].endpoints: expected a list of endpoints' names, found "all"; write [all]
invalid-kinds.yaml:13:13: connections[2].labels: expected a map of labels and their values, found a list
invalid-kinds.yaml:14:10: include: expected a list of files, found "connections.d/*.yaml"; write ["connections.d/*.yaml"]
)"},
    {"invalid-list-at-the-top.yaml", R"(
invalid-list-at-the-top.yaml:1:1: expected a map with endpoints and connections, found a list
)"},
    {"invalid-locations.yaml", R"(
invalid-locations.yaml:3:37: connections[0].location.state: is missing; a location in the United States needs a state
invalid-locations.yaml:4:58: connections[1].location.state: "Washingtn" is not a state of the United States; write its USPS code or name, as WA or Washington; did you mean "Washington"?
invalid-locations.yaml:5:58: connections[2].location.state: "WX" is not a state of the United States; write its USPS code or name, as WA or Washington
invalid-locations.yaml:6:47: connections[3].location.country: "UK" is not a country code of ISO 3166-1 (two letters, such as US, DE or JP); write GB
invalid-locations.yaml:7:47: connections[4].location.country: "DEU" is not a country code of ISO 3166-1 (two letters, such as US, DE or JP); write DE
invalid-locations.yaml:8:47: connections[5].location.country: "germany" is not a country code of ISO 3166-1 (two letters, such as US, DE or JP); write DE
invalid-locations.yaml:9:47: connections[6].location.country: "Untied States" is not a country code of ISO 3166-1 (two letters, such as US, DE or JP); did you mean US (United States)?
invalid-locations.yaml:10:47: connections[7].location.country: "XX" is not a country code of ISO 3166-1 (two letters, such as US, DE or JP)
invalid-locations.yaml:13:36: connections[8].location.state: expected a state or province, found a list
invalid-locations.yaml:13:52: connections[8].location.latitude: "91" is out of range; write degrees from -90 to 90
invalid-locations.yaml:13:67: connections[8].location.longitude: "east" is not a number of degrees; write one like -122.33
invalid-locations.yaml:15:61: connections[9].location.latitude: "1e1" is not a number of degrees; write one like -122.33
invalid-locations.yaml:15:61: connections[9].location.latitude: is given without a longitude; give both or neither
invalid-locations.yaml:16:62: connections[10].location.longitude: "-180.5" is out of range; write degrees from -180 to 180
invalid-locations.yaml:16:62: connections[10].location.longitude: is given without a latitude; give both or neither
)"},
    {"invalid-missing.yaml", R"(
invalid-missing.yaml:2:5: endpoints[0].name: is missing; give the name that connections use for the endpoint
invalid-missing.yaml:2:5: endpoints[0].host: is missing; give a host name or an address
invalid-missing.yaml:4:5: connections[0].name: is missing; give the connection's logical name
invalid-missing.yaml:4:5: connections[0].partner: is missing; give the connectivity partner's name
invalid-missing.yaml:4:5: connections[0].location: is missing; give a map with country, state and city
invalid-missing.yaml:4:5: connections[0].prefixes: is missing; give a list of prefixes, or [auto]
invalid-missing.yaml:5:6: connections[1].name: expected a name, found nothing
invalid-missing.yaml:5:23: connections[1].partner: expected the connectivity partner's name, found an empty text
invalid-missing.yaml:5:37: connections[1].location: expected a map with country, state and city, found nothing
invalid-missing.yaml:5:50: connections[1].prefixes: is empty; expected a list of prefixes
)"},
    {"invalid-nothing-given.yaml", R"(
invalid-nothing-given.yaml:1:1: endpoints: is missing, here and in all included files; at least one is needed
invalid-nothing-given.yaml:1:1: connections: is missing, here and in all included files; at least one is needed
)"},
    {"invalid-only-comments.yaml", R"(
invalid-only-comments.yaml: is empty, or contains only comments; endpoints and connections are required
)"},
    {"invalid-overlaps.yaml", R"(
invalid-overlaps.yaml:11:9: connections[1].prefixes[0]: 203.0.113.0/24 overlaps 203.0.113.0/24 of connection "seattle", at invalid-overlaps.yaml:6:16
invalid-overlaps.yaml:11:9: connections[1].prefixes[0]: 203.0.113.0/24 overlaps 203.0.113.128/25 of connection "seattle", at invalid-overlaps.yaml:6:32
invalid-overlaps.yaml:12:9: connections[1].prefixes[1]: 2001:db8::/32 overlaps 2001:db8:1::/48 of connection "seattle", at invalid-overlaps.yaml:6:50
)"},
    {"invalid-prefixes.yaml", R"(
invalid-prefixes.yaml:7:9: connections[0].prefixes[0]: "203.0.113.7/24" has host bits set; the prefix is 203.0.113.0/24
invalid-prefixes.yaml:8:9: connections[0].prefixes[1]: "203.0.113.0" lacks a length; a prefix looks like 203.0.113.0/24 or 2001:db8::/48
invalid-prefixes.yaml:9:9: connections[0].prefixes[2]: "203.0.113.0/33" has no length between 0 and 32 after the slash
invalid-prefixes.yaml:10:9: connections[0].prefixes[3]: 127.0.0.0/8 is loopback; no prefix behind a connection can be there
invalid-prefixes.yaml:11:9: connections[0].prefixes[4]: fe80::/64 is link-local; no prefix behind a connection can be there
invalid-prefixes.yaml:12:9: connections[0].prefixes[5]: 224.0.0.0/8 is multicast; no prefix behind a connection can be there
invalid-prefixes.yaml:13:9: connections[0].prefixes[6]: 0.0.0.0/0 contains every address; write the prefix behind the connection
invalid-prefixes.yaml:14:9: connections[0].prefixes[7]: "fe80::%eth0/64" is not a prefix; write one like 203.0.113.0/24 or 2001:db8::/48
invalid-prefixes.yaml:16:9: connections[0].prefixes[9]: auto is given twice; the first is at invalid-prefixes.yaml:15:9
invalid-prefixes.yaml:17:40: connections[0].prefixes[10].source: 2001:db8::1 is an IPv6 address; 192.0.2.0/24 needs an IPv4 one
invalid-prefixes.yaml:18:43: connections[0].prefixes[11].source: 192.0.2.1 is an IPv4 address; 2001:db8::/48 needs an IPv6 one
invalid-prefixes.yaml:19:43: connections[0].prefixes[12].source: "198.51.100.1/25" is not an address; write one like 203.0.113.10 or 2001:db8::10
invalid-prefixes.yaml:20:45: connections[0].prefixes[13].source: 127.0.0.1 is loopback; nothing on the internet can answer to it
invalid-prefixes.yaml:25:43: connections[1].prefixes[0].interface: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" is 128 characters long; the name of an interface has at most 127
invalid-prefixes.yaml:25:179: connections[1].prefixes[0].mark: "0x1ffffffff" is not a mark; write a number from 0x0 to 0xffffffff
invalid-prefixes.yaml:25:198: connections[1].prefixes[0].dscp: "64" is out of range; write a number from 0 to 63
invalid-prefixes.yaml:26:43: connections[1].prefixes[1].interface: "a/b" is not the name of an interface, which has no space, / or :
invalid-prefixes.yaml:26:54: connections[1].prefixes[1].mark: "010" has a leading zero, which some read as octal; write it without
invalid-prefixes.yaml:26:65: connections[1].prefixes[1].dscp: "EFF" is not a DSCP; write 0 to 63, or a name like EF, AF41 or CS1; did you mean "EF"?
invalid-prefixes.yaml:27:43: connections[1].prefixes[2].interface: "a b" is not the name of an interface, which has no space, / or :
invalid-prefixes.yaml:27:56: connections[1].prefixes[2].mark: "4294967296" is out of range; write a number from 0 to 4294967295
invalid-prefixes.yaml:27:74: connections[1].prefixes[2].dscp: "-1" is not a DSCP; write 0 to 63, or a name like EF, AF41 or CS1
invalid-prefixes.yaml:28:43: connections[1].prefixes[3].interface: "eth0:1" is not the name of an interface, which has no space, / or :
invalid-prefixes.yaml:28:57: connections[1].prefixes[3].mark: "0x" is not a mark; write a number from 0x0 to 0xffffffff
invalid-prefixes.yaml:28:67: connections[1].prefixes[3].dscp: "AF14" is not a DSCP; write 0 to 63, or a name like EF, AF41 or CS1; did you mean "AF11"?
invalid-prefixes.yaml:29:32: connections[1].prefixes[4].source: does not go with auto, which follows the default route; write a prefix
invalid-prefixes.yaml:29:54: connections[1].prefixes[4].interface: does not go with auto, which follows the default route; write a prefix
invalid-prefixes.yaml:34:9: connections[2].prefixes[0]: 0.0.0.0/1 contains 127.0.0.0/8 (loopback); write the prefix behind the connection
invalid-prefixes.yaml:35:9: connections[2].prefixes[1]: "203.0.113.0/024" has a length with a leading zero, which some read as octal; write it without
)"},
    {"invalid-probing.yaml", R"(
invalid-probing.yaml:2:13: probing.interval: "10" lacks a unit; write a number and a unit, such as 500ms, 10s, 5m or 1h
invalid-probing.yaml:3:12: probing.timeout: "5 seconds" has the unknown unit " seconds"; write a number and a unit, such as 500ms, 10s, 5m or 1h
invalid-probing.yaml:4:11: probing.window: 25h is out of range; write 100ms to 1d
invalid-probing.yaml:5:22: probing.rtt_buckets[1]: 1ms is not longer than the 1ms before it; the bounds must rise
invalid-probing.yaml:5:27: probing.rtt_buckets[2]: 0s is out of range; a bucket's bound must be longer than 0s
invalid-probing.yaml:5:31: probing.rtt_buckets[3]: "fast" is not a duration; write a number and a unit, such as 500ms, 10s, 5m or 1h
)"},
    {"invalid-quote.yaml", R"(
invalid-quote.yaml:2:11: not valid YAML: a quoted text has no closing quote
)"},
    {"invalid-routes.yaml", R"(
invalid-routes.yaml:2:18: routes.bmp.listen[0]: "11019" is a port without an address; write one like 127.0.0.1:8075 or [::1]:8075
invalid-routes.yaml:2:36: routes.bmp.routers[0].address: is missing; give the address that it connects from
invalid-routes.yaml:2:43: routes.bmp.routers[0].name: "edge 1" is not a name; use letters, digits and _ . - only
invalid-routes.yaml:2:51: routes.bmp.routers[0].adress: unknown key; did you mean "address"?
invalid-routes.yaml:2:76: routes.bmp.routers[0].view: "pre" is not a view; write pre-policy or post-policy
invalid-routes.yaml:10:16: connections[0].routes.origin[0]: AS 0 is reserved; no network has it
invalid-routes.yaml:10:19: connections[0].routes.origin[1]: "AS" is not an AS number; write one like 64496
invalid-routes.yaml:10:30: connections[0].routes.origin[3]: AS 64496 is given twice
invalid-routes.yaml:11:18: connections[0].routes.upstreams: "all" is not an AS number; write one like 64496
invalid-routes.yaml:12:24: connections[0].routes.more_specifics[0]: "203.0.113.0/33" has no length between 0 and 32 after the slash
invalid-routes.yaml:13:18: connections[0].routes.community: "8075" is not a community; write one like "8075:8007"
invalid-routes.yaml:14:41: connections[0].routes.sessions[0].peer: "here" is not an address; write one like 203.0.113.10 or 2001:db8::10
invalid-routes.yaml:14:53: connections[0].routes.sessions[0].role: "main" is not a valid word here; the choices are primary, backup
invalid-routes.yaml:14:66: connections[0].routes.sessions[0].shows: "anounced" is not a valid word here; did you mean "announced"?
invalid-routes.yaml:14:77: connections[0].routes.sessions[1].router: is missing; give a router of routes.bmp
invalid-routes.yaml:15:7: connections[0].routes.session: unknown key; did you mean "sessions"?
)"},
    {"invalid-self-reference.yaml", R"(
invalid-self-reference.yaml:2:5: the alias stands for a value that contains it
)"},
    {"invalid-tab.yaml", R"(
invalid-tab.yaml:2:1: not valid YAML: indented with a tab; use spaces
)"},
    {"invalid-tags.yaml", R"(
invalid-tags.yaml:2:5: tags such as !!str are not supported; write the value without one
)"},
    {"invalid-timing.yaml", R"(
invalid-timing.yaml:3:11: probing.window: 1m is shorter than the interval of 2m at invalid-timing.yaml:11:42; a window contains at least one probe
invalid-timing.yaml:7:15: endpoints[0].interval: 1s is shorter than the timeout of 3s at invalid-timing.yaml:2:12; set a shorter timeout here too
invalid-timing.yaml:10:14: endpoints[1].timeout: 20s is longer than the default interval of 10s; a probe must end before the next one starts
invalid-timing.yaml:15:44: endpoints[2].probes[0].timeout: 2s is longer than the interval of 1s at invalid-timing.yaml:15:31; a probe must end before the next one starts
invalid-timing.yaml:16:32: endpoints[2].probes[1].interval: 99ms is out of range; write 100ms to 1h
invalid-timing.yaml:16:47: endpoints[2].probes[1].timeout: 9ms is out of range; write 10ms to 1h
)"},
    {"invalid-two-documents.yaml", R"(
invalid-two-documents.yaml:3:1: a second document starts here; only one is read
)"},
    {"invalid-unknown-alias.yaml", R"(
invalid-unknown-alias.yaml:1:12: not valid YAML: * at the beginning of a value stands for an anchor of YAML (&name), and no anchor has this name; put a text that begins with * in quotes
)"},
    {"invalid-web-access.yaml", R"(
invalid-web-access.yaml:4:16: web.tls.cert_file: "no-such-file.pem" does not exist
invalid-web-access.yaml:5:15: web.tls.key_file: "roots.pem" contains no private key in PEM
invalid-web-access.yaml:6:21: web.tls.client_ca_file: "invalid-web-access.yaml" contains no certificate in PEM
invalid-web-access.yaml:7:18: web.tls.min_version: "TLS10" is not a version of TLS to use; write TLS12 or TLS13
invalid-web-access.yaml:8:5: web.tls.cipher_suites: unknown key; the keys here are cert_file, key_file, client_ca_file, min_version
invalid-web-access.yaml:10:5: web.basic_auth_users.…: is not a user name: it is empty or has a colon
invalid-web-access.yaml:11:5: web.basic_auth_users.…: is not a user name: it is empty or has a colon
invalid-web-access.yaml:12:17: web.basic_auth_users.…: is not a bcrypt hash; make one with: htpasswd -nBC 10 NAME
invalid-web-access.yaml:13:14: web.basic_auth_users.…: has a cost outside 4 to 16; each step doubles the time of a check; make one with: htpasswd -nBC 10 NAME
invalid-web-access.yaml:14:12: web.basic_auth_users.…: is not a bcrypt hash; make one with: htpasswd -nBC 10 NAME
invalid-web-access.yaml:15:24: web.basic_auth_users.….password_file: names a file that does not exist
invalid-web-access.yaml:16:24: web.basic_auth_users.….password_file: is in ${CREDENTIALS_DIRECTORY}, which is not set; systemd sets it for a service with LoadCredential=. To check by hand while the service runs: sudo env CREDENTIALS_DIRECTORY=/run/credentials/peeringd.service peeringd check
invalid-web-access.yaml:17:24: web.basic_auth_users.….password_file: the variable HOME is not set; set it, or write ${HOME:-default}
invalid-web-access.yaml:18:24: web.basic_auth_users.….password_file: "roots.pem" has no hash of this user; make one with: htpasswd -nBC 10 NAME
invalid-web-access.yaml:19:8: web.basic_auth_users.….password_file: is missing; give a file with the user's bcrypt hash
invalid-web-access.yaml:19:9: web.basic_auth_users.….…: unknown key; did you mean "password_file"?
)"},
    {"invalid-web.yaml", R"(
invalid-web.yaml:4:7: web.listen[1]: is given twice; the first is at invalid-web.yaml:3:7
invalid-web.yaml:5:7: web.listen[2]: ":8075" lacks the address to listen on (0.0.0.0 or [::] for all); write one like 127.0.0.1:8075 or [::1]:8075
invalid-web.yaml:6:7: web.listen[3]: "8075" is a port without an address; write one like 127.0.0.1:8075 or [::1]:8075
invalid-web.yaml:7:7: web.listen[4]: "localhost:8075" has no IP address of this host before the port; write one like 127.0.0.1:8075 or [::1]:8075
invalid-web.yaml:8:7: web.listen[5]: "::1:8075" has an IPv6 address without brackets; write one like 127.0.0.1:8075 or [::1]:8075
invalid-web.yaml:9:7: web.listen[6]: "[::1]" lacks a port; write one like 127.0.0.1:8075 or [::1]:8075
invalid-web.yaml:10:7: web.listen[7]: "[127.0.0.1]:8075" has no IP address of this host before the port; write one like 127.0.0.1:8075 or [::1]:8075
invalid-web.yaml:11:7: web.listen[8]: "127.0.0.1" lacks a port; write one like 127.0.0.1:8075 or [::1]:8075
invalid-web.yaml:12:7: web.listen[9]: the port "65536" is out of range; write a number from 0 to 65535
invalid-web.yaml:13:7: web.listen[10]: the port "010" has a leading zero, which some read as octal; write it without
invalid-web.yaml:14:7: web.listen[11]: "224.0.0.1:8075" has no IP address of this host before the port; write one like 127.0.0.1:8075 or [::1]:8075
invalid-web.yaml:15:7: web.listen[12]: "[::ffff:127.0.0.1]:8075" has an IPv4 address in an IPv6 one, on which nothing can listen; write it as 127.0.0.1:8075
invalid-web.yaml:16:17: web.allow_reload: "yes" is neither true nor false
invalid-web.yaml:18:7: web.hosts[0]: "http://mon.example" is a URL; write its host alone, like monitoring.example.com
invalid-web.yaml:19:7: web.hosts[1]: "mon.example:8075" has a port or brackets; write the host alone, like monitoring.example.com or 2001:db8::1
invalid-web.yaml:20:7: web.hosts[2]: "[::1]" has a port or brackets; write the host alone, like monitoring.example.com or 2001:db8::1
invalid-web.yaml:21:7: web.hosts[3]: "*.example" is not a host name; a wildcard has no address; name one host
invalid-web.yaml:23:7: web.hosts[5]: "mon.example" is given twice
)"},
};

class InvalidFileTest : public testing::TestWithParam<InvalidFile> {};

TEST_P(InvalidFileTest, ReportsAllErrors) {
  EXPECT_EQ(messages_for(GetParam().name), GetParam().messages);
}

INSTANTIATE_TEST_SUITE_P(Config, InvalidFileTest, testing::ValuesIn(invalid_files),
                         [](const auto& tested) {
                           std::string name = tested.param.name;
                           std::erase_if(name, [](char c) { return c == '-' || c == '.'; });
                           return name;
                         });

TEST(InvalidFileTable, HasEveryFileOfTheFolder) {
  std::set<std::string> expected;
  for (const InvalidFile& file : invalid_files) expected.insert(file.name);
  std::set<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    if (name.starts_with("invalid-")) found.insert(name);
  }
  EXPECT_EQ(found, expected);
}

}  // namespace
}  // namespace peeringd

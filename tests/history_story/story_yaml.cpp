#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/date_time.hpp"
#include "history_story/story.hpp"

namespace peeringd::story {
namespace {

// The names resolve nowhere, and the daemon has no address of the prefixes: a daemon that is
// started with this file shows the history and sends nothing.
constexpr const char* head = R"(web:
  listen: ["{}"]
history:
  path: {}
probing: {{interval: 10s, timeout: 2s, window: 5m}}
endpoints:
  - {{name: teams, host: teams.example, probes: [icmp, https], alerts: {{loss: off}}}}
  - {{name: exchange, host: exchange.example, probes: [tcp, https], alerts: {{loss: off}}}}
  - {{name: sharepoint, host: sharepoint.example, probes: [https], alerts: {{loss: off}}}}
  - {{name: login, host: login.example, probes: [tcp], alerts: {{loss: off}}}}
  - {{name: media, host: media.example, probes: [stun], alerts: {{loss: off}}}}
alerts:
  latency: {{warning: 60ms, critical: 100ms}}
  loss: {{warning: 1%, critical: 3%}}
  egress_mismatch: critical
connections:
)";

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string connection_yaml(const StoryConnection& connection) {
  std::string prefixes;
  for (const std::string& prefix : connection.prefixes) {
    prefixes += (prefixes.empty() ? "\"" : ", \"") + prefix + "\"";
  }
  std::string text = fmt::format(
      "  - name: {}\n    partner: {}\n    location: {{country: {}, city: {}}}\n"
      "    prefixes: [{}]\n",
      connection.name, connection.partner, connection.country, connection.city, prefixes);
  if (!connection.group.empty()) text += "    redundancy_group: " + connection.group + "\n";
  const double usual = connection.base_ms + connection.spread_ms;
  text += fmt::format("    alerts: {{latency: {{warning: {:.1f}ms, critical: {:.1f}ms}}}}\n",
                      usual * 1.6, usual * 3);
  if (connection.pop == "FRA") {
    text += "    edge: {primary: [fra]}\n";
  } else {
    text += "    edge: {primary: [" + lower(connection.pop) + "], backup: [fra]}\n";
  }
  return text;
}

}  // namespace

std::string yaml_of(const Story& story, const std::string& history_folder,
                    const std::string& listen) {
  std::string text = fmt::format(head, listen, history_folder);
  for (const StoryConnection& connection : story.connections) {
    text += connection_yaml(connection);
    const auto announced =
        std::find_if(story.maintenances.begin(), story.maintenances.end(),
                     [&](const Maintenance& each) { return each.connection == connection.name; });
    if (announced == story.maintenances.end()) continue;
    text += fmt::format("    maintenance: [{{from: {}, to: {}}}]\n",
                        date_time_text(announced->from), date_time_text(announced->to));
  }
  return text;
}

}  // namespace peeringd::story

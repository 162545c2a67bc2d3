#include "import/connections_text.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "import/generated_header.hpp"
#include "import/yaml_text.hpp"

namespace peeringd {
namespace {

constexpr std::string_view hint =
    "# What you add by hand to a connection belongs in an overlay: see `overlays` in\n"
    "# peeringd.yaml(5).\n";

constexpr std::string_view begin_of_connection = "  - name: ";
constexpr std::string_view begin_of_comment = "  # - name: ";

std::string location_text(const ImportedLocation& location) {
  std::string text = "{country: " + location.country;
  if (!location.state.empty()) text += ", state: " + yaml_scalar(location.state);
  return text + "}";
}

std::string prefix_lines(const ImportedPrefix& prefix) {
  const std::string remark = prefix.remark.empty() ? "" : "  # " + yaml_comment(prefix.remark);
  if (!prefix.used) return "      # - " + yaml_comment(prefix.text) + remark + "\n";
  return "      - " + yaml_scalar(prefix.text) + remark + "\n";
}

std::string connection_text(const ImportedConnection& connection) {
  std::string text;
  for (const std::string& remark : connection.remarks) {
    text += "  # " + yaml_comment(remark) + "\n";
  }
  text += std::string(begin_of_connection) + yaml_scalar(connection.name) + "\n";
  text += "    partner: " + yaml_scalar(connection.partner) + "\n";
  text += "    location: " + location_text(connection.location) + "\n";
  text += "    prefixes:\n";
  for (const ImportedPrefix& prefix : connection.prefixes) text += prefix_lines(prefix);
  if (!connection.labels.empty()) text += "    labels:\n";
  for (const auto& [name, value] : connection.labels) {
    text += "      " + name + ": " + yaml_scalar(value) + "\n";
  }
  return text;
}

std::string as_comment(const std::string& text) {
  std::string comment;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    const std::string line = text.substr(begin, end - begin);
    comment += line.starts_with("  #") ? line + "\n" : "  # " + line.substr(2) + "\n";
    begin = end + 1;
  }
  return comment;
}

std::vector<std::string> names_in(std::string_view text, std::string_view before_name) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (line.starts_with(before_name)) names.emplace_back(line.substr(before_name.size()));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return names;
}

}  // namespace

std::string connections_text(std::span<const ImportedConnection> connections,
                             std::span<const std::string> sources) {
  std::string text = generated_header("azure", sources, hint);
  const bool some = std::any_of(connections.begin(), connections.end(),
                                [](const auto& connection) { return connection.is_used(); });
  text += some ? "connections:\n" : "# connections:\n";
  for (const ImportedConnection& connection : connections) {
    const std::string lines = connection_text(connection);
    text += connection.is_used() ? lines : as_comment(lines);
  }
  return text;
}

std::vector<std::string> lost_connections(std::string_view old, std::string_view fresh) {
  std::set<std::string> present;
  for (const std::string_view begin : {begin_of_connection, begin_of_comment}) {
    for (std::string& name : names_in(fresh, begin)) present.insert(std::move(name));
  }
  std::vector<std::string> lost = names_in(old, begin_of_connection);
  std::erase_if(lost, [&](const std::string& name) { return present.contains(name); });
  return lost;
}

}  // namespace peeringd

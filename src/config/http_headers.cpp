#include <algorithm>
#include <array>
#include <map>

#include "config/http_options.hpp"
#include "config/words.hpp"

namespace peeringd {
namespace {

// A token of RFC 9110, section 5.6.2.
bool is_token(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || marks.find(c) != std::string_view::npos;
  });
}

// Would contradict what the probe itself sends, or change where the response ends.
constexpr std::array<std::string_view, 9> set_by_the_probe{
    "connection", "content-length", "expect",           "host", "http2-settings", "te",
    "trailer",    "upgrade",        "transfer-encoding"};

/// What is wrong with the name of a header; empty when it is fine.
std::string flaw_of(const std::string& name) {
  if (!is_token(name)) return in_quotes(name) + " is not the name of a header (RFC 9110)";
  const std::string lower = lower_case(name);
  if (lower == "host") return "is set by the probe; write it as server_name";
  const bool reserved =
      std::find(set_by_the_probe.begin(), set_by_the_probe.end(), lower) != set_by_the_probe.end();
  return reserved ? "is set by the probe" : "";
}

}  // namespace

std::vector<std::string> read_http_headers(const Node& node) {
  std::vector<std::string> headers;
  std::map<std::string, Place> first_places;
  for (const Node::Entry& entry : node.entries("a map of headers and their values")) {
    if (const std::string flaw = flaw_of(entry.key); !flaw.empty()) {
      entry.key_node.error_about(entry.key, flaw);
      continue;
    }
    const auto [first, is_new] =
        first_places.emplace(lower_case(entry.key), entry.key_node.place());
    if (!is_new) {
      entry.key_node.error("is given twice; the first is at " +
                           node.diagnostics().describe(first->second));
    }
    // Never with a line break in it: no text of the configuration has one.
    if (const auto value = entry.value.text("a header's value")) {
      headers.push_back(entry.key + ": " + *value);
    }
  }
  return headers;
}

}  // namespace peeringd

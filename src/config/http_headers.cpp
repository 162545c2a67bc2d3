#include "config/http_headers.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "base/file_access.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "config/named_file.hpp"
#include "yaml/fields.hpp"

namespace peeringd {
namespace {

// Tokens are long; servers commonly take 8 KiB of a header.
constexpr std::size_t max_value_bytes = 4096;

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

// Whose values are secrets in all likelihood.
constexpr std::array<std::string_view, 7> secret_words{"auth",   "cookie", "key",       "passw",
                                                       "secret", "token",  "credential"};

/// The error in the name of a header; empty if there is none. Only names that are known are
/// quoted: another one may be a token in the wrong place.
std::string flaw_of(const std::string& name) {
  if (!is_token(name)) return "is not the name of a header (RFC 9110)";
  const std::string lower = lower_case(name);
  if (lower == "host") return "\"host\" is set by the probe; write it as server_name";
  const bool reserved =
      std::find(set_by_the_probe.begin(), set_by_the_probe.end(), lower) != set_by_the_probe.end();
  return reserved ? in_quotes(lower) + " is set by the probe" : "";
}

bool tells_a_secret(const std::string& name) {
  const std::string lower = lower_case(name);
  return std::any_of(secret_words.begin(), secret_words.end(),
                     [&](auto part) { return lower.find(part) != std::string::npos; });
}

/// The one line of `text`; its end may be missing. Empty where that is no header's value.
std::string only_line_of(std::string text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  const bool sendable = printable(text) == text && text.size() <= max_value_bytes;
  return sendable ? text : std::string();
}

std::optional<std::string> read_value_file(const Node& value) {
  const Fields fields(value, "a header's value, or a map with file");
  const auto node = fields.require("file", "a file with the header's value");
  fields.report_unknown_keys();
  if (!node) return std::nullopt;
  auto file = read_named_file(*node, "a file with the header's value");
  if (!file) return std::nullopt;
  std::string line = only_line_of(std::move(file->text));
  if (!line.empty()) return line;
  node->error(in_quotes(file->path.string()) + " is not a header's value: one line of at most " +
              std::to_string(max_value_bytes) + " bytes, without control characters");
  return std::nullopt;
}

void warn_of_inline_value(const Node::Entry& header) {
  const std::string& file = header.value.diagnostics().file_name(header.value.place().file);
  if (!tells_a_secret(header.key) || !others_may_read(file)) return;
  header.value.warning(
      "by its name, this header holds a secret, and every user of this host may read this file (" +
      mode_of(file) + "); write it as {file: …} (docs/install.md)");
}

}  // namespace

std::vector<std::string> read_http_headers(const Node& node) {
  std::vector<std::string> headers;
  std::map<std::string, Place> first_places;
  for (const Node::Entry& entry : node.as_secret().entries("a map of headers and their values")) {
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
    const bool in_file = entry.value.is_map();
    // Never with a line break in it: no text of the configuration has one.
    const auto value =
        in_file ? read_value_file(entry.value) : entry.value.text("a header's value");
    if (!value) continue;
    headers.push_back(entry.key + ": " + *value);
    if (!in_file) warn_of_inline_value(entry);
  }
  return headers;
}

}  // namespace peeringd

#include "config/expected_edge.hpp"

#include <algorithm>
#include <map>

#include "base/suggestion.hpp"
#include "base/text.hpp"
#include "geo/places.hpp"
#include "yaml/fields.hpp"

namespace peeringd {
namespace {

constexpr std::string_view expected_list = "a list of codes of PoPs, such as [AMS]";

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// `CH, CHG, CHI, ORD` for Chicago; empty for what is no city that peeringd knows.
std::string codes_of_city(std::string_view name) {
  std::string codes;
  for (const Metro& metro : metros()) {
    if (upper_case(metro.name) != upper_case(name)) continue;
    codes += (codes.empty() ? "" : ", ") + std::string(metro.code);
  }
  return codes;
}

void warn_if_unknown(const Node& node, const std::string& code) {
  if (find_metro(code)) return;
  std::vector<std::string_view> codes;
  for (const Metro& metro : metros()) codes.push_back(metro.code);
  node.warning(code + " is not among the metros that peeringd knows" + did_you_mean(code, codes));
}

/// Adds the codes of one list; `places` has those of both.
std::vector<std::string> read_codes(const Node& node, std::map<std::string, Place>& places) {
  std::vector<std::string> codes;
  for (const Node& item : node.list(expected_list)) {
    const auto code = item.parse("the code of a PoP, such as AMS", parse_pop_code);
    if (!code) continue;
    const auto [first, is_new] = places.emplace(*code, item.place());
    if (!is_new) {
      item.error(*code + " is given twice; the first is at " +
                 item.diagnostics().describe(first->second));
      continue;
    }
    warn_if_unknown(item, *code);
    codes.push_back(*code);
  }
  return codes;
}

}  // namespace

Result<std::string> parse_pop_code(std::string_view text) {
  if (text.size() >= 2 && text.size() <= 3 && std::all_of(text.begin(), text.end(), is_letter)) {
    return upper_case(text);
  }
  if (const std::string codes = codes_of_city(text); !codes.empty()) {
    return Error{in_quotes(text) + " is a city; write all its codes: " + codes};
  }
  return Error{in_quotes(text) +
               " is not the code of a PoP; write two or three letters, such as AMS or BL"};
}

ExpectedEdge read_expected_edge(const Node& node) {
  const Fields fields(node, "a map with primary and, optionally, backup");
  ExpectedEdge edge;
  std::map<std::string, Place> places;
  if (const auto primary = fields.require("primary", std::string(expected_list))) {
    edge.primary = read_codes(*primary, places);
  }
  if (const auto backup = fields.find("backup")) edge.backup = read_codes(*backup, places);
  fields.report_unknown_keys();
  return edge;
}

}  // namespace peeringd

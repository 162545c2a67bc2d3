#include "config/location.hpp"

#include <vector>

#include "base/suggestion.hpp"
#include "base/text.hpp"
#include "config/values.hpp"
#include "geo/places.hpp"
#include "yaml/fields.hpp"

namespace peeringd {
namespace {

/// Codes in common use that ISO 3166-1 has under another one.
std::string_view usual_mistake(std::string_view code) {
  if (code == "UK") return "GB";
  if (code == "EL") return "GR";
  return {};
}

Error not_a_country(std::string_view text) {
  return {in_quotes(text) +
          " is not a country code of ISO 3166-1 (two letters, such as US, DE or JP)"};
}

void read_country_and_state(const Fields& fields, Location& location) {
  const auto country = fields.require("country", "the two-letter code of ISO 3166-1");
  const auto code = country ? country->parse("a country code", parse_country) : std::nullopt;
  location.country = code.value_or("");

  const auto state = fields.find("state");
  if (!state) {
    if (code == "US") {
      fields.node().error_at_key("state",
                                 "is missing; a location in the United States needs a state");
    }
    return;
  }
  const auto written =
      code == "US" ? state->parse("a state", parse_us_state) : state->text("a state or province");
  location.state = written.value_or("");
}

std::optional<double> read_degrees(const Fields& fields, std::string_view key, double limit) {
  const auto node = fields.find(key);
  if (!node) return std::nullopt;
  return node->parse("a number of degrees",
                     [limit](std::string_view text) { return parse_degrees(text, limit); });
}

void require_both_or_neither(const Fields& fields) {
  const auto latitude = fields.find("latitude");
  const auto longitude = fields.find("longitude");
  if (latitude && !longitude) latitude->error("is given without a longitude; give both or neither");
  if (longitude && !latitude) longitude->error("is given without a latitude; give both or neither");
}

}  // namespace

Result<std::string> parse_country(std::string_view text) {
  const std::string code = upper_case(text);
  const std::string name = lower_case(text);
  Error error = not_a_country(text);
  std::vector<std::string_view> names;
  for (const Country& country : countries()) {
    if (country.alpha2 == code) return std::string(code);
    names.push_back(country.name);
    if (country.alpha3 == code || lower_case(country.name) == name) {
      error.message += "; write " + std::string(country.alpha2);
      return error;
    }
  }
  if (const auto right = usual_mistake(code); !right.empty()) {
    error.message += "; write " + std::string(right);
    return error;
  }
  // Between codes of two letters everything is near everything; only names can be mistyped.
  const std::string_view near = text.size() > 3 ? nearest(text, names) : std::string_view();
  for (const Country& country : countries()) {
    if (near.empty() || country.name != near) continue;
    error.message +=
        "; did you mean " + std::string(country.alpha2) + " (" + std::string(near) + ")?";
  }
  return error;
}

Result<std::string> parse_us_state(std::string_view text) {
  const std::string code = upper_case(text);
  const std::string name = lower_case(text);
  std::vector<std::string_view> names;
  for (const UsState& state : us_states()) {
    if (state.code == code || lower_case(state.name) == name) return std::string(state.code);
    names.push_back(state.name);
  }
  return Error{in_quotes(text) +
               " is not a state of the United States; write its USPS code or name, " +
               "as WA or Washington" + (text.size() > 2 ? did_you_mean(text, names) : "")};
}

Location read_location(const Node& node) {
  const Fields fields(node, "a map with country, state and city");
  Location location;
  read_country_and_state(fields, location);
  if (const auto city = fields.find("city")) location.city = city->text("a city").value_or("");
  location.latitude = read_degrees(fields, "latitude", 90);
  location.longitude = read_degrees(fields, "longitude", 180);
  require_both_or_neither(fields);
  fields.report_unknown_keys();
  return location;
}

}  // namespace peeringd

#include "config/location.hpp"

#include "config/values.hpp"
#include "yaml/fields.hpp"

namespace peeringd {
namespace {

void read_country_and_state(const Fields& fields, Location& location) {
  const auto country = fields.require("country", "the two-letter code of ISO 3166-1");
  const auto code = country ? country->parse("a country code", parse_country) : std::nullopt;
  location.country = code.value_or("");

  const auto state = fields.find("state");
  if (!state) {
    if (code == "US") {
      fields.node().error_at_key("state", "is missing; in the United States a location has one");
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
  if (latitude && !longitude) latitude->error("stands without a longitude; give both or neither");
  if (longitude && !latitude) longitude->error("stands without a latitude; give both or neither");
}

}  // namespace

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

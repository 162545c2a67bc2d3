#include "report/availability_json.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "base/date_time.hpp"
#include "report/json_values.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

std::string partner_of(const std::string& connection,
                       const std::map<std::string, std::string>& partners) {
  const auto found = partners.find(connection);
  return found == partners.end() ? std::string() : found->second;
}

json::object time_object(const Availability& time) {
  return {{"availability", number_or_null(time.ratio())},
          {"up_seconds", time.up.count()},
          {"degraded_seconds", time.degraded.count()},
          {"down_seconds", time.down.count()},
          {"unknown_seconds", time.unknown.count()},
          {"maintenance_seconds", time.maintenance.count()}};
}

// `2026-11`.
std::string month_text(const AvailabilityMonth& month) {
  return date_time_text(month.from).substr(0, 7);
}

Availability total_of(const std::vector<AvailabilityMonth>& months) {
  Availability total;
  for (const AvailabilityMonth& month : months) total += month.time;
  return total;
}

json::array month_array(const std::vector<AvailabilityMonth>& months) {
  json::array array;
  for (const AvailabilityMonth& month : months) {
    json::object object = time_object(month.time);
    object["month"] = month_text(month);
    object["from"] = date_time_text(month.from);
    object["to"] = date_time_text(month.to);
    array.push_back(std::move(object));
  }
  return array;
}

// The sums of the connections of each partner; connections without a known partner are left out.
std::map<std::string, std::vector<AvailabilityMonth>> by_partner(
    const std::vector<ConnectionAvailability>& connections,
    const std::map<std::string, std::string>& partners) {
  std::map<std::string, std::vector<AvailabilityMonth>> sums;
  for (const ConnectionAvailability& connection : connections) {
    const std::string partner = partner_of(connection.connection, partners);
    if (partner.empty()) continue;
    const auto [sum, first] = sums.try_emplace(partner, connection.months);
    for (std::size_t i = 0; i < connection.months.size() && !first; ++i) {
      sum->second[i].time += connection.months[i].time;
    }
  }
  return sums;
}

void add_row(std::string& text, const std::string& connection, const std::string& partner,
             const AvailabilityMonth& month) {
  const auto ratio = month.time.ratio();
  const auto quoted = [](const std::string& value) {
    std::string field = "\"";
    for (const char letter : value)
      field += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    return field + "\"";
  };
  text += fmt::format("{},{},{},{},{},{},{},{},{}\n", connection, quoted(partner),
                      month_text(month), ratio ? rounded_down(*ratio, 6) : "",
                      month.time.up.count(), month.time.degraded.count(), month.time.down.count(),
                      month.time.unknown.count(), month.time.maintenance.count());
}

}  // namespace

std::string availability_json(const std::vector<ConnectionAvailability>& connections,
                              const std::map<std::string, std::string>& partners) {
  json::array rows;
  for (const ConnectionAvailability& connection : connections) {
    rows.push_back({{"connection", connection.connection},
                    {"partner", text_or_null(partner_of(connection.connection, partners))},
                    {"total", time_object(total_of(connection.months))},
                    {"months", month_array(connection.months)}});
  }
  json::array sums;
  for (const auto& [partner, months] : by_partner(connections, partners)) {
    sums.push_back({{"partner", partner},
                    {"total", time_object(total_of(months))},
                    {"months", month_array(months)}});
  }
  const json::object document{{"connections", std::move(rows)}, {"partners", std::move(sums)}};
  return json::serialize(document) + "\n";
}

std::string availability_csv(const std::vector<ConnectionAvailability>& connections,
                             const std::map<std::string, std::string>& partners) {
  std::string text =
      "connection,partner,month,availability,up_seconds,degraded_seconds,down_seconds,"
      "unknown_seconds,maintenance_seconds\n";
  for (const ConnectionAvailability& connection : connections) {
    const std::string partner = partner_of(connection.connection, partners);
    for (const AvailabilityMonth& month : connection.months) {
      add_row(text, connection.connection, partner, month);
    }
  }
  return text;
}

}  // namespace peeringd

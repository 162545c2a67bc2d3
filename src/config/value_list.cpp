#include "config/value_list.hpp"

#include <array>
#include <charconv>

#include "base/percentage.hpp"
#include "config/alert_signals.hpp"

namespace peeringd {
namespace {

template <typename Value>
std::string shown_limit(const std::optional<Value>& limit) {
  return limit ? format_limit(*limit) : "off";
}

std::string shown_severity(const std::optional<Severity>& severity) {
  if (!severity) return "off";
  return *severity == Severity::critical ? "critical" : "warning";
}

}  // namespace

void ValueList::add(const std::string& path, std::string_view key, std::string value,
                    const std::vector<ValuePath>& maps) {
  const auto place = origins_.place_of(maps, key);
  values_.push_back({path.empty() ? std::string(key) : path + "." + std::string(key),
                     std::move(value), place.value_or("default")});
}

std::string shown(double value) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

std::string shown(const std::vector<std::string>& values) {
  std::string text = "[";
  for (const std::string& value : values) text += (text.size() > 1 ? ", " : "") + value;
  return text + "]";
}

void add_alerts(ValueList& list, const std::string& path, const AlertConfig& alerts,
                const std::vector<ValuePath>& maps, const AlertConfig* base) {
  const auto add = [&](const std::string& key, const auto& value, const auto& of_base,
                       const std::string& text) {
    if (base == nullptr || value != of_base) list.add(path, "alerts." + key, text, maps);
  };
  const AlertConfig& other = base == nullptr ? alerts : *base;
  for_each_threshold_signal([&](const auto& signal) {
    const auto& limits = alerts.*signal.limits;
    const auto& others = other.*signal.limits;
    const std::string key(signal.key);
    add(key + ".warning", limits.warning, others.warning, shown_limit(limits.warning));
    add(key + ".critical", limits.critical, others.critical, shown_limit(limits.critical));
    add(key + ".page", limits.page, others.page, shown(limits.page));
  });
  add("pop_change", alerts.pop_change, other.pop_change, shown_severity(alerts.pop_change));
  add("egress_mismatch", alerts.egress_mismatch, other.egress_mismatch,
      shown_severity(alerts.egress_mismatch));
  add("edge_address", alerts.edge_address, other.edge_address, shown_severity(alerts.edge_address));
  add("no_source", alerts.no_source, other.no_source, shown_severity(alerts.no_source));
  for (std::size_t i = 0; i < route_switch_count; ++i) {
    const std::string key(signal_names[index_of(Signal::route_origin) + i]);
    add(key, alerts.routes[i], other.routes[i], shown_severity(alerts.routes[i]));
  }
  add("for", alerts.hold, other.hold, shown(alerts.hold));
  add("clear", alerts.clear, other.clear, format_percentage(alerts.clear));
  add("min_samples", alerts.min_samples, other.min_samples, std::to_string(alerts.min_samples));
}

}  // namespace peeringd

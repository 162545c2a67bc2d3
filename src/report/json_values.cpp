#include "report/json_values.hpp"

#include <fmt/chrono.h>
#include <boost/json/array.hpp>
#include <cmath>
#include <variant>

#include "geo/places.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

json::object signal_object(const SignalStatus& status, const Instant& instant) {
  json::object object{{"signal", name_of(status.signal)},
                      {"result", name_of(status.state.result)},
                      {"value", number_or_null(status.reading.value)},
                      {"warning_threshold", number_or_null(status.rule.warning)},
                      {"critical_threshold", number_or_null(status.rule.critical)},
                      {"warning_active", status.state.warning.active},
                      {"critical_active", status.state.critical.active},
                      {"note", text_or_null(status.reading.note)}};
  object["since"] = status.state.since
                        ? json::value(time_text(instant.wall_of(*status.state.since)))
                        : json::value(nullptr);
  return object;
}

}  // namespace

std::string rounded_down(double value, int decimals) {
  const double scale = std::pow(10, decimals);
  constexpr double inexact = 1e-9;  // 0.29 * 100 is less than 29
  return fmt::format("{:.{}f}", std::floor(value * scale + inexact) / scale, decimals);
}

boost::json::string time_text(WallTime time) {
  using namespace std::chrono;
  const auto whole = floor<seconds>(time);
  const auto fraction = duration_cast<milliseconds>(time - whole).count();
  const std::string text = fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                                       fmt::gmtime(system_clock::to_time_t(whole)), fraction);
  return boost::json::string(text);
}

json::object event_object(const Event& event) {
  json::object fields;
  if (!event.subject.group.empty()) fields["redundancy_group"] = event.subject.group;
  for (const auto& [name, value] : event.fields) {
    fields[name] = std::visit([](const auto& each) { return json::value(each); }, value);
  }
  return {{"time", time_text(event.time)},
          {"kind", name_of(event.kind)},
          {"level", name_of(event.level)},
          {"connection", text_or_null(event.subject.connection)},
          {"prefix", text_or_null(event.subject.prefix)},
          {"endpoint", text_or_null(event.subject.endpoint)},
          {"summary", event.summary},
          {"fields", std::move(fields)}};
}

json::object pop_object(const EdgePop& pop) {
  const auto metro = find_metro(pop.code);
  json::object object{{"code", pop.code}, {"site", text_or_null(pop.site)}, {"method", pop.method}};
  object["metro"] = metro ? json::value(metro->name) : json::value(nullptr);
  object["country"] = metro ? json::value(metro->country) : json::value(nullptr);
  return object;
}

json::value source_or_null(const SourceChoice& choice) {
  if (!choice.source) return nullptr;
  return {{"address", choice.source->address.to_string()},
          {"interface", choice.interface},
          {"outside_prefix", choice.outside_prefix}};
}

json::object figures_object(const Figures& figures) {
  return {{"answered", figures.tally.answered},
          {"lost", figures.tally.lost},
          {"rtt_seconds",
           {{"min", seconds_or_null(figures.min())},
            {"median", seconds_or_null(figures.median())},
            {"p95", seconds_or_null(figures.p95())},
            {"p99", seconds_or_null(figures.p99())},
            {"max", seconds_or_null(figures.max())}}},
          {"loss_ratio", number_or_null(figures.loss_ratio)},
          {"jitter_seconds", seconds_or_null(figures.jitter)}};
}

void add_result(json::object& object, const ResultSince* overall, const Instant& instant) {
  object["result"] = nullptr;
  object["since"] = nullptr;
  if (overall == nullptr) return;
  object["result"] = name_of(overall->result);
  object["since"] = time_text(instant.wall_of(overall->since));
}

void add_aggregate(json::object& object, const AggregateStatus* status, const AggregateReach& reach,
                   const Instant& instant) {
  object["up"] = reach.up ? json::value(*reach.up) : json::value(nullptr);
  object["up_since"] =
      reach.since ? json::value(time_text(instant.wall_of(*reach.since))) : json::value(nullptr);
  add_result(object, status != nullptr ? &status->overall : nullptr, instant);
  object["reason"] = status != nullptr ? text_or_null(status->reason_now) : json::value(nullptr);
}

json::object reach_object(const PrefixReach& reach, const Instant& instant) {
  const auto up = is_up(reach.reach);
  return {{"state", name_of(reach.reach)},
          {"up", up ? json::value(*up) : json::value(nullptr)},
          {"since", time_text(instant.wall_of(reach.since))},
          {"flapping", reach.flapping}};
}

void add_status(json::object& object, const SubjectStatus* status, const Instant& instant) {
  add_result(object, status != nullptr ? &status->overall : nullptr, instant);
  json::array signals;
  if (status != nullptr) {
    for (const SignalStatus& signal : status->signals) {
      signals.push_back(signal_object(signal, instant));
    }
  }
  object["signals"] = std::move(signals);
}

}  // namespace peeringd

#include "report/incident_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "base/date_time.hpp"
#include "base/text.hpp"
#include "model/config.hpp"
#include "report/history_columns.hpp"
#include "report/incident_facts.hpp"
#include "report/incident_routes.hpp"
#include "report/json_values.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

json::value time_or_null(const std::optional<Moment>& time) {
  return time ? json::value(date_time_text(*time)) : json::value(nullptr);
}

// A change that stays has no end.
std::string_view state_of(const Incident& incident, Moment now) {
  if (incident.to) return "over";
  if (incident.kind == IncidentKind::latency_shift) return "stays";
  const bool old = now - incident.from >= std::chrono::hours{24};
  return incident.kind == IncidentKind::pop_change && old ? "stays" : "open";
}

json::object phase_object(const PhaseFigures& figures) {
  return {{"sent", figures.sent},
          {"received", figures.received},
          {"lost", figures.lost},
          {"loss_ratio", number_or_null(figures.loss_ratio())},
          {"p50", microseconds_or_null(figures.median)},
          {"p95", microseconds_or_null(figures.p95)}};
}

json::array names_array(const std::vector<std::string>& names) {
  return json::array(names.begin(), names.end());
}

json::object incident_object(const Incident& incident, const Assessment& assessment, Moment now) {
  const Config& config = assessment.config();
  const auto configured =
      std::ranges::find(config.connections, incident.connection, &ConnectionConfig::name);
  const bool known = configured != config.connections.end();
  const auto seconds = (incident.to.value_or(now) - incident.from).count();
  json::object object{{"id", incident.id},
                      {"kind", name_of(incident.kind)},
                      {"state", state_of(incident, now)},
                      {"title", incident_title(incident)},
                      {"text", incident.text},
                      {"connection", incident.connection},
                      {"partner", known ? json::value(configured->partner) : json::value(nullptr)},
                      {"city", known ? text_or_null(configured->location.city) : nullptr},
                      {"country", known ? text_or_null(configured->location.country) : nullptr},
                      {"prefix", text_or_null(incident.prefix)},
                      {"from", date_time_text(incident.from)},
                      {"to", time_or_null(incident.to)},
                      {"seconds", std::max<std::int64_t>(seconds, 0)},
                      {"detail", text_or_null(incident.detail)},
                      {"maintenance", incident.maintenance},
                      {"endpoints", names_array(incident.endpoints)}};
  object["figures"] = {{"before", phase_object(incident.before)},
                       {"during", phase_object(incident.during)},
                       {"after", incident.after ? json::value(phase_object(*incident.after))
                                                : json::value(nullptr)}};
  return object;
}

json::object phases_object(const PhaseRecords& records, bool has_after) {
  return {{"before", summary_object(records.before)},
          {"during", summary_object(records.during)},
          {"after", has_after ? json::value(summary_object(records.after)) : json::value(nullptr)}};
}

json::object series_object(const IncidentSeries& series, const Assessment& assessment,
                           bool has_after) {
  json::object object{{"connection", series.connection},
                      {"partner", partner_of(assessment.config(), series.connection)},
                      {"prefixes", names_array(series.prefixes)}};
  add_columns(object, series.points);
  object["phases"] = phases_object(series.phases, has_after);
  return object;
}

json::array facts_array(const std::vector<Fact>& facts) {
  json::array array;
  for (const auto& [label, text] : facts) array.push_back({{"label", label}, {"text", text}});
  return array;
}

json::object span_object(Moment from, Moment to) {
  return {{"from", date_time_text(from)}, {"to", date_time_text(to)}};
}

json::value limit_value(const std::optional<Duration>& limit) {
  return microseconds_or_null(limit);
}
json::value limit_value(const std::optional<double>& limit) {
  return number_or_null(limit);
}

template <typename Value>
json::object limits_object(const Limits<Value>& limits) {
  return {{"warning", limit_value(limits.warning)}, {"critical", limit_value(limits.critical)}};
}

json::object past_limits(const Thresholds& thresholds) {
  const auto of = [&](Signal signal) {
    const auto found = thresholds.find(std::string(name_of(signal)));
    return found == thresholds.end() ? Limits<double>{} : found->second;
  };
  const auto latency = of(Signal::latency);
  const auto duration = [](std::optional<double> seconds) -> std::optional<Duration> {
    if (!seconds) return std::nullopt;
    return std::chrono::round<Duration>(std::chrono::duration<double>(*seconds));
  };
  return {{"latency", limits_object(Limits<Duration>{duration(latency.warning),
                                                     duration(latency.critical), false})},
          {"loss", limits_object(of(Signal::loss))}};
}

// The limits of the first prefix of the path, at the beginning if they are known, otherwise
// today's.
json::object limits_of(const IncidentView& view, const Assessment& assessment) {
  if (!view.thresholds.empty()) return past_limits(view.thresholds.front().thresholds);
  for (const ConnectionConfig& connection : assessment.config().connections) {
    if (connection.name != view.incident.connection) continue;
    for (const PrefixConfig& prefix : connection.prefixes) {
      if (view.path.prefixes.empty() || prefix.label != view.path.prefixes.front()) continue;
      return {{"latency", limits_object(prefix.alerts.latency)},
              {"loss", limits_object(prefix.alerts.loss)}};
    }
  }
  return {{"latency", nullptr}, {"loss", nullptr}};
}

// Of the parameter `before`.
std::string place_text(const IncidentPlace& place) {
  return fmt::format("{}-{}", place.from.time_since_epoch().count(), place.id);
}

std::string cell_of(std::optional<Duration> duration) {
  const auto whole = whole_microseconds(duration);
  return whole ? std::to_string(*whole) : "";
}

}  // namespace

std::string incident_title(const Incident& incident) {
  const std::string from = incident.prefix.empty() ? incident.connection : incident.prefix;
  switch (incident.kind) {
    case IncidentKind::loss:
      return "Packet loss from " + from + " to the Microsoft edge";
    case IncidentKind::latency_shift:
      return "Latency of " + from + " changed and stayed";
    case IncidentKind::latency_episode:
      return "High latency from " + from + " to the Microsoft edge";
    case IncidentKind::pop_change:
      return "A different PoP serves " + from;
    case IncidentKind::egress_mismatch:
      return "Traffic from " + from + " left from an address outside the prefix";
    case IncidentKind::outage:
      return "No working path from " + from + " to the Microsoft edge";
  }
  return {};
}

std::string incidents_json(const IncidentPage& page, const Assessment& assessment, Moment now) {
  json::array array;
  for (const Incident& incident : page.incidents) {
    array.push_back(incident_object(incident, assessment, now));
  }
  json::object document{{"time", date_time_text(now)},
                        {"unit", "us"},
                        {"incidents", std::move(array)},
                        {"next", nullptr}};
  if (page.next) document["next"] = place_text(*page.next);
  return json::serialize(document) + "\n";
}

std::string incidents_csv(const std::vector<Incident>& incidents, Moment now) {
  std::string text =
      "id,kind,state,connection,prefix,from,to,sent,received,lost,median_before_us,median_us,"
      "p95_before_us,p95_us,text\n";
  for (const Incident& incident : incidents) {
    text += fmt::format(
        "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", incident.id, name_of(incident.kind),
        state_of(incident, now), incident.connection, incident.prefix,
        date_time_text(incident.from), incident.to ? date_time_text(*incident.to) : "",
        incident.during.sent, incident.during.received, incident.during.lost,
        cell_of(incident.before.median), cell_of(incident.during.median),
        cell_of(incident.before.p95), cell_of(incident.during.p95), csv_field(incident.text));
  }
  return text;
}

std::string incident_json(const IncidentView& view, const Assessment& assessment,
                          const IncidentContext& context, const std::string& sha256) {
  json::object document = incident_object(view.incident, assessment, context.now);
  const IncidentPhases& phases = view.phases;
  const bool has_after = phases.end > phases.until;
  document["made"] = {
      {"time", date_time_text(context.now)}, {"version", context.version}, {"host", context.host}};
  document["phases"] = {
      {"before", span_object(phases.begin, phases.from)},
      {"during", span_object(phases.from, phases.until)},
      {"after", has_after ? json::value(span_object(phases.until, phases.end)) : nullptr}};
  document["time0"] = view.grid.from.time_since_epoch().count();
  document["step_seconds"] = view.grid.step.count();
  document["unit"] = "us";
  document["limits"] = limits_of(view, assessment);
  document["comparison"] = text_or_null(comparison_of(view, assessment));
  document["path"] = series_object(view.path, assessment, has_after);
  json::array others;
  for (const IncidentSeries& other : view.others) {
    others.push_back(series_object(other, assessment, has_after));
  }
  document["others"] = std::move(others);
  json::array endpoints;
  for (const IncidentEndpoint& endpoint : view.endpoints) {
    const auto& affected = view.incident.endpoints;
    endpoints.push_back({{"endpoint", endpoint.name},
                         {"probes", names_array(endpoint.probes)},
                         {"affected", std::ranges::find(affected, endpoint.name) != affected.end()},
                         {"phases", phases_object(endpoint.phases, has_after)}});
  }
  document["by_endpoint"] = std::move(endpoints);
  document["route_events"] = incident_routes(view);
  document["facts"] = facts_array(facts_of(view, assessment));
  document["method"] = facts_array(method_of(view, assessment));
  document["data"] = {{"csv", fmt::format("/api/v1/incidents/{}.csv", view.incident.id)},
                      {"sha256", sha256}};
  return json::serialize(document) + "\n";
}

std::string incident_csv(const IncidentView& view) {
  std::string text =
      "time,connection,prefixes,min_us,p5_us,p25_us,p50_us,p75_us,p95_us,max_us,"
      "sent,received,lost\n";
  std::vector<const IncidentSeries*> all{&view.path};
  for (const IncidentSeries& other : view.others) all.push_back(&other);
  for (const IncidentSeries* series : all) {
    std::string prefixes;
    for (const std::string& prefix : series->prefixes) {
      prefixes += (prefixes.empty() ? "" : " ") + prefix;
    }
    Moment start = view.grid.from;
    for (const PeriodRecord& point : series->points) {
      text += date_time_text(start) + "," + series->connection + "," + prefixes;
      for (const auto& [name, q] : history_quantiles) {
        text += "," + cell_of(point.round_trips.quantile(q));
      }
      text += fmt::format(",{},{},{}\n", point.sent, point.received, point.lost_total());
      start += view.grid.step;
    }
  }
  return text;
}

}  // namespace peeringd

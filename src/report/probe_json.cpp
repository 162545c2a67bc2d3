#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "model/address_ranges.hpp"
#include "model/config.hpp"
#include "model/endpoint_config.hpp"
#include "report/json_values.hpp"
#include "report/probe_figures.hpp"
#include "report/probe_report.hpp"
#include "report/probe_verdict.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

json::object http_object(const TargetObservations& observations) {
  json::object phases;
  for (std::size_t i = 0; i < observations.phases.size(); ++i) {
    const PhaseTotal& total = observations.phases[i];
    if (total.count == 0) continue;
    phases[http_phase_names[i]] = to_seconds(total.sum / static_cast<std::int64_t>(total.count));
  }
  const HttpExchange& last = *observations.last_exchange;
  json::object object{{"phase_seconds", std::move(phases)},
                      {"http_version", last.http_version},
                      {"tls_version", last.tls_version}};
  object["status"] = last.status ? json::value(*last.status) : json::value(nullptr);
  return object;
}

void add_observations(json::object& object, const Snapshot& snapshot,
                      const TargetSnapshot& target) {
  if (!target.observations) return;
  const TargetObservations& observations = *target.observations;
  if (observations.last_exchange) object["http"] = http_object(observations);
  if (observations.last_pop) object["pop"] = pop_object(observations.last_pop->pop);
  if (!observations.last_seen_from) return;
  object["seen_from"] = observations.last_seen_from->address.to_string();
  const auto inside = leaves_from_prefix(snapshot, target);
  object["egress_verified"] = inside ? json::value(*inside) : json::value(nullptr);
}

json::object target_object(const Snapshot& snapshot, const TargetSnapshot& target) {
  const Config& config = *snapshot.config;
  const ProbeFigures figures = figures_of(target);
  json::object object{{"connection", connection_of(config, target.target).name},
                      {"prefix", prefix_of(config, target.target).label},
                      {"endpoint", endpoint_of(config, target.target).name},
                      {"probe", probe_of(config, target.target).label},
                      {"host", endpoint_of(config, target.target).host},
                      {"sent", figures.sent},
                      {"received", target.counters.received},
                      {"lost", counts_by_name(target.counters.lost, loss_reason_names)},
                      {"errors", counts_by_name(target.counters.errors, error_reason_names)},
                      {"rtt_seconds",
                       {{"min", seconds_or_null(figures.min)},
                        {"median", seconds_or_null(figures.median)},
                        {"p95", seconds_or_null(figures.p95)},
                        {"max", seconds_or_null(figures.max)}}},
                      {"jitter_seconds", seconds_or_null(figures.jitter)}};
  object["address"] =
      target.address ? json::value(target.address->to_string()) : json::value(nullptr);
  if (config.service_tags && target.address) {
    object["range"] = config.service_tags->find(*target.address).value_or("");
  }
  add_observations(object, snapshot, target);
  return object;
}

json::object verdict_object(const Config& config, const ProbeVerdict& verdict) {
  return {{"connection", config.connections[verdict.connection].name},
          {"result", name_of(verdict.result)},
          {"targets", verdict.targets},
          {"answered", verdict.answered},
          {"causes", json::array(verdict.causes.begin(), verdict.causes.end())}};
}

}  // namespace

std::string probe_json(const Snapshot& snapshot) {
  json::array targets;
  for (const TargetSnapshot& target : snapshot.targets) {
    targets.push_back(target_object(snapshot, target));
  }
  json::array verdicts;
  for (const ProbeVerdict& verdict : verdicts_of(snapshot)) {
    verdicts.push_back(verdict_object(*snapshot.config, verdict));
  }
  const json::object document{{"all_answered", every_target_answered(snapshot)},
                              {"connections", std::move(verdicts)},
                              {"targets", std::move(targets)}};
  return json::serialize(document) + "\n";
}

}  // namespace peeringd

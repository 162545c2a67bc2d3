#include "report/daemon_json.hpp"

#include <boost/json/value.hpp>
#include <cmath>
#include <variant>

#include "base/date_time.hpp"
#include "model/config.hpp"
#include "model/edge_paths.hpp"
#include "report/json_values.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

json::object history_object(const HistoryFacts& facts) {
  json::object history{{"on", facts.on},
                       {"up", facts.up},
                       {"problem", text_or_null(facts.problem)},
                       {"folder", text_or_null(facts.folder)},
                       {"bytes", facts.bytes},
                       {"limit_bytes", facts.limit}};
  const auto& since = facts.oldest.back() ? facts.oldest.back() : facts.oldest.front();
  history["since"] = since ? json::value(date_time_text(*since)) : json::value(nullptr);
  return history;
}

// Null if the last reload succeeded.
json::value refused_reload(const Overview& overview) {
  if (!overview.refused) return nullptr;
  json::object refused{
      {"time", time_text(overview.refused->time)}, {"errors", nullptr}, {"first_error", nullptr}};
  for (const auto& [name, value] : overview.refused->fields) {
    const auto member = refused.find(name);
    if (member == refused.end()) continue;
    member->value() = std::visit([](const auto& each) { return json::value(each); }, value);
  }
  return refused;
}

json::object config_object(const Overview& overview) {
  return {{"file", text_or_null(overview.identity.config_file)},
          {"loaded", time_text(overview.config_loaded)},
          {"refused", refused_reload(overview)}};
}

// As configured; each packet of a burst counts.
double probes_per_second(const Assessment& assessment) {
  double sum = 0;
  for (const TargetSnapshot& target : assessment.snapshot->targets) {
    const ProbeConfig& probe = probe_of(assessment.config(), target.target);
    sum += static_cast<double>(probes_in(probe.interval, probe)) / to_seconds(probe.interval);
  }
  return std::round(sum * 100) / 100;
}

}  // namespace

json::object daemon_object(const Assessment& assessment, const Overview& overview) {
  std::uint64_t skipped = 0;
  for (const TargetSnapshot& target : assessment.snapshot->targets) {
    skipped += target.counters.skipped;
  }
  const WallTime started = assessment.instant().wall_of(overview.identity.started);
  return {{"version", overview.version},
          {"host", text_or_null(overview.identity.host)},
          {"started", time_text(started)},
          {"targets", assessment.snapshot->targets.size()},
          {"probes_per_second", probes_per_second(assessment)},
          {"skipped", skipped},
          {"receive_drops", assessment.snapshot->dropped_answers},
          {"last_reload_successful", overview.last_reload_successful},
          {"config", config_object(overview)},
          {"history", history_object(overview.history)}};
}

}  // namespace peeringd

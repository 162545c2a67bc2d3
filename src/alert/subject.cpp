#include "alert/subject.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "model/config.hpp"

namespace peeringd {
namespace {

// A signal that is present or absent, as the figure 1 or 0 with a threshold in between.
Rule rule_of(Severity severity, Duration hold) {
  Rule rule;
  rule.hold = hold;
  (severity == Severity::warning ? rule.warning : rule.critical) = 0.5;
  return rule;
}

double number(Duration duration) {
  return to_seconds(duration);
}
double number(double ratio) {
  return ratio;
}

template <typename Value>
Rule rule_of(const Limits<Value>& limits, const AlertConfig& config) {
  Rule rule;
  if (limits.warning) rule.warning = number(*limits.warning);
  if (limits.critical) rule.critical = number(*limits.critical);
  rule.page = limits.page;
  rule.hold = config.hold;
  rule.clear = config.clear;
  return rule;
}

// Why no figure of a prefix or its paths can be used, or empty.
std::string doubt(const SourceChoice& choice, const PrefixReach& reach) {
  if (!choice.source) return "no source address: " + choice.problem;
  if (reach.is_not_up()) return "the prefix is down";
  return {};
}

// Why the figures of a path cannot be used, or empty.
std::string doubt(const SourceChoice& choice, const PrefixReach& prefix, const PathReach& path,
                  const Coverage& coverage) {
  if (std::string text = doubt(choice, prefix); !text.empty()) return text;
  if (path.down) return "the endpoint does not answer";
  const bool recovered = prefix.recovered || path.recovered;
  if (!recovered && coverage.missing_share().value_or(0) > 0.5) {
    return std::to_string(coverage.missing) + " of " + std::to_string(coverage.due) +
           " due probes were not measured by this host";
  }
  return {};
}

// Why the figures of a prefix cannot be used, or empty. Each endpoint has the same weight.
std::string doubt(const SourceChoice& choice, const PrefixReach& reach,
                  const PrefixRollup& prefix) {
  if (std::string text = doubt(choice, reach); !text.empty()) return text;
  if (!reach.recovered && prefix.missing_share > 0.5) {
    return fmt::format(
        "{:.0f}% of the due probes were not measured by this host, as the mean of the "
        "endpoints",
        prefix.missing_share * 100);
  }
  return {};
}

// The figures of loss without the probes lost in outages, which were reported as outages.
struct LossFigures {
  std::uint64_t finished = 0;
  std::optional<double> ratio{};
};

LossFigures loss_of(const PathRollup& path, const PathReach& reach) {
  const Tally& tally = path.figures.tally;
  const std::uint64_t set_apart = std::min(reach.outage_losses, tally.lost);
  const std::uint64_t finished = tally.finished() - set_apart;
  if (finished == 0) return {};
  return {finished, static_cast<double>(tally.lost - set_apart) / static_cast<double>(finished)};
}

bool measures_edge(const Snapshot& snapshot, const PathRollup& path) {
  for (std::size_t t = path.first; t < path.last; ++t) {
    if (measures_edge(*snapshot.config, snapshot.targets[t].target)) return true;
  }
  return false;
}

// The mean of the endpoints, except those that no longer answer at all.
LossFigures loss_of(const AlertInput& input, const PrefixRollup& prefix) {
  LossFigures loss;
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t p = prefix.first; p < prefix.last; ++p) {
    const PathRollup& path = input.rollup.paths[p];
    const PathReach& reach = input.reach.paths[p];
    if (path.unknown || reach.down || !measures_edge(input.snapshot, path)) continue;
    const LossFigures of_path = loss_of(path, reach);
    if (!of_path.ratio) continue;
    loss.finished += of_path.finished;
    sum += *of_path.ratio;
    ++count;
  }
  if (count > 0) loss.ratio = sum / static_cast<double>(count);
  return loss;
}

// The signals that need a minimum of samples.
class Sampled {
 public:
  Sampled(const AlertConfig& config, const Figures& figures, const LossFigures& loss,
          std::string doubt)
      : config_(config), figures_(figures), loss_(loss), doubt_(std::move(doubt)) {}

  void append_to(std::vector<SignalInput>& signals) const {
    const std::uint64_t answered = figures_.tally.answered;
    append(signals, Signal::latency, config_.latency, answered, figures_.median());
    append(signals, Signal::loss, config_.loss, loss_.finished, loss_.ratio);
    append(signals, Signal::jitter, config_.jitter, answered, figures_.jitter);
  }

 private:
  template <typename Limits, typename Value>
  void append(std::vector<SignalInput>& signals, Signal signal, const Limits& limits,
              std::uint64_t samples, std::optional<Value> value) const {
    if (limits.off()) return;
    Reading reading;
    if (!doubt_.empty()) {
      reading.note = doubt_;
    } else if (samples < config_.min_samples || !value) {
      reading.note = std::to_string(samples) + " of the " + std::to_string(config_.min_samples) +
                     " samples that are needed";
    } else {
      reading.value = number(*value);
    }
    signals.push_back({signal, rule_of(limits, config_), std::move(reading)});
  }

  const AlertConfig& config_;
  const Figures& figures_;
  LossFigures loss_;
  std::string doubt_;
};

bool is_warming_up(const SourceChoice& choice, const Coverage& coverage,
                   const AlertConfig& config) {
  return choice.source &&
         coverage.due < std::min<std::uint64_t>(config.min_samples, coverage.slots);
}

void append_certificate(std::vector<SignalInput>& signals, const PathRollup& path,
                        const AlertConfig& config, WallTime now) {
  if (config.cert_expiry.off() || !path.presents_certificate) return;
  Rule rule = rule_of(config.cert_expiry, config);
  rule.low_is_bad = true;
  rule.clear = 1;  // the time left only decreases: a new certificate passes at once
  Reading reading{{}, "no certificate was presented within the window"};
  if (path.certificate_ends) reading = {to_seconds(*path.certificate_ends - now), ""};
  signals.push_back({Signal::cert_expiry, rule, std::move(reading)});
}

// Without a first PoP there is no change.
void append_pop_change(std::vector<SignalInput>& signals, const Snapshot& snapshot,
                       const PathRollup& path, const AlertConfig& config) {
  if (!config.pop_change || !path.pop.ever) return;
  const auto& changed_at = path.pop.changed_at;
  const bool lately = changed_at && snapshot.taken_at - *changed_at <= snapshot.config->window;
  Reading reading{lately ? 1.0 : 0.0, ""};
  if (path.pop.current) reading.note = path.pop.current->code + " answers";
  signals.push_back({Signal::pop_change, rule_of(*config.pop_change, Duration{}), reading});
}

// Without a report of the address there is no signal.
void append_egress(std::vector<SignalInput>& signals, const PrefixEgress& egress,
                   const AlertConfig& config) {
  if (!config.egress_mismatch || !egress.ever) return;
  Reading reading{{},
                  egress.reported ? "STUN servers have confirmed no address within the window"
                                  : "no STUN server has answered within the window"};
  if (egress.address) {
    reading = {egress.inside_prefix ? 0.0 : 1.0, "seen from " + egress.address->to_string()};
  }
  signals.push_back(
      {Signal::egress_mismatch, rule_of(*config.egress_mismatch, config.hold), std::move(reading)});
}

// Each address is used until an hour after its DNS answer has expired. A single name that does not
// resolve is a warning, even after that.
void append_resolve(std::vector<SignalInput>& signals, const Snapshot& snapshot,
                    const PrefixNames& names, const AlertConfig& config) {
  constexpr Duration grace = std::chrono::minutes{5};
  constexpr Duration least_time = std::chrono::seconds{15};
  if (config.off() || names.count == 0) return;
  Reading reading{0.0, ""};
  if (names.failing > 0) {
    const Duration lasted = snapshot.taken_at - *names.failing_since;
    if (lasted >= grace) reading.value = 1;
    if (names.addressless == names.count && lasted >= least_time) reading.value = 2;
    reading.note = fmt::format("DNS: {} of {} names {} not resolve", names.failing, names.count,
                               names.failing == 1 ? "does" : "do");
    if (names.addressless == names.count) reading.note += ", and no answer is left";
  }
  signals.push_back({Signal::resolve, Rule{.warning = 0.5, .critical = 1.5}, std::move(reading)});
}

// Exists only if locations are expected. Uses confirmed PoPs, so it needs no hold time.
void append_edge_location(std::vector<SignalInput>& signals, const AlertInput& input,
                          std::size_t index) {
  const PrefixRollup& rolled = input.rollup.prefixes[index];
  if (!rolled.edge_location) return;
  const std::uint32_t connection = input.snapshot.prefixes[index].connection;
  const ExpectedEdge& expected = input.snapshot.config->connections[connection].edge;
  Reading reading{0.0, ""};
  for (std::size_t p = rolled.first; p < rolled.last; ++p) {
    const auto& pop = input.rollup.paths[p].pop.current;
    if (!pop || location_of(expected, pop->code) != rolled.edge_location) continue;
    if (*rolled.edge_location == EdgeLocation::backup) {
      reading.note = "served by the backup location " + pop->code;
    } else if (*rolled.edge_location == EdgeLocation::other) {
      reading = {1.0, "served by " + pop->code + ", neither the primary nor the backup location"};
    }
    break;
  }
  signals.push_back({Signal::edge_location, rule_of(Severity::warning, {}), std::move(reading)});
}

// The signals of reachability. They need no hold time, since ReachMonitor has delays of its own.
void append_reach(std::vector<SignalInput>& signals, const AlertInput& input, std::size_t index,
                  const AlertConfig& config, bool standby) {
  const PrefixReach& reach = input.reach.prefixes[index];
  Reading down{reach.reach == Reach::down ? 1.0 : 0.0, ""};
  if (reach.reach == Reach::unknown) {
    down = {{}, reach.problem.empty() ? "no answer yet" : reach.problem};
  } else if (reach.reach == Reach::down) {
    down.note = "no answer";
  }
  signals.push_back({Signal::down, rule_of(Severity::critical, {}), std::move(down)});
  if (config.no_source && !standby) {
    Reading no_source{reach.source_missing ? 1.0 : 0.0, reach.problem};
    signals.push_back(
        {Signal::no_source, rule_of(*config.no_source, {}), std::move(no_source)});
  }
  Reading endpoints{0.0, ""};
  const PrefixRollup& rolled = input.rollup.prefixes[index];
  for (std::size_t p = rolled.first; p < rolled.last && reach.reach == Reach::up; ++p) {
    if (!input.reach.paths[p].down) continue;
    *endpoints.value += 1;
    const std::uint32_t endpoint = input.rollup.paths[p].endpoint;
    const EndpointReach& everywhere = input.reach.endpoints[endpoint];
    endpoints.note += (endpoints.note.empty() ? "no answer from " : ", ") +
                      input.snapshot.config->endpoints[endpoint].name;
    if (everywhere.down && everywhere.prefixes > 1) endpoints.note += " (to any prefix)";
  }
  signals.push_back(
      {Signal::endpoint_down, rule_of(Severity::warning, {}), std::move(endpoints)});
  signals.push_back({Signal::flapping, rule_of(Severity::warning, {}),
                     {reach.flapping ? 1.0 : 0.0, reach.flapping ? "three outages within an hour" : ""}});
}

}  // namespace

SubjectInput path_input(const AlertInput& input, std::size_t index) {
  const PathRollup& path = input.rollup.paths[index];
  const PathReach& reach = input.reach.paths[index];
  const PrefixSnapshot& prefix = input.snapshot.prefixes[path.prefix];
  const PrefixReach& prefix_reach = input.reach.prefixes[path.prefix];
  const Config& of = *input.snapshot.config;
  const AlertConfig config =
      alerts_of_path(of.connections[prefix.connection].prefixes[prefix.prefix].alerts,
                     of.endpoints[path.endpoint].alerts);
  SubjectInput result;
  if (config.off()) return result;
  std::string why = doubt(prefix.choice, prefix_reach, reach, path.coverage);
  if (why.empty() && path.unknown) why = "the endpoint has never answered";
  result.hold = config.hold;
  result.silence_expected = path.unknown || !prefix.choice.source || prefix_reach.is_not_up() ||
                            prefix_reach.recovered || reach.down || reach.recovered ||
                            is_warming_up(prefix.choice, path.coverage, config);
  Sampled(config, path.figures, loss_of(path, reach), std::move(why)).append_to(result.signals);
  append_certificate(result.signals, path, config, input.wall);
  append_pop_change(result.signals, input.snapshot, path, config);
  if (result.signals.empty()) return result;
  const bool down = reach.down || prefix_reach.reach == Reach::down;
  result.signals.push_back({Signal::down, rule_of(Severity::critical, {}),
                            {down ? 1.0 : 0.0, down ? "no answer" : ""}});
  return result;
}

SubjectInput prefix_input(const AlertInput& input, std::size_t index) {
  const PrefixRollup& rolled = input.rollup.prefixes[index];
  const PrefixReach& reach = input.reach.prefixes[index];
  const PrefixSnapshot& prefix = input.snapshot.prefixes[index];
  const ConnectionConfig& connection = input.snapshot.config->connections[prefix.connection];
  const AlertConfig& config = connection.prefixes[prefix.prefix].alerts;
  SubjectInput result;
  result.hold = config.hold;
  const bool without_source_by_design =
      !prefix.choice.source && (connection.standby || !config.no_source);
  result.silence_expected = without_source_by_design || !reach.warm || reach.is_not_up() ||
                            reach.recovered ||
                            is_warming_up(prefix.choice, rolled.coverage, config);
  append_reach(result.signals, input, index, config, connection.standby);
  Sampled(config, rolled.figures, loss_of(input, rolled), doubt(prefix.choice, reach, rolled))
      .append_to(result.signals);
  append_egress(result.signals, rolled.egress, config);
  append_resolve(result.signals, input.snapshot, rolled.names, config);
  append_edge_location(result.signals, input, index);
  return result;
}

}  // namespace peeringd

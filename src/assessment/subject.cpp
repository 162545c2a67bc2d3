#include "assessment/subject.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "assessment/edge_address.hpp"
#include "assessment/observed_signals.hpp"
#include "assessment/route_signals.hpp"
#include "model/config.hpp"

namespace peeringd {
namespace {

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
        "{:.0f}% of the due probes were not measured by this host (mean over the endpoints)",
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
      reading.note = std::to_string(samples) + " of " + std::to_string(config_.min_samples) +
                     " required samples";
    } else {
      reading.value = in_units(*value);
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

// Of any probe, also of those that `last_answer` of the path ignores.
bool has_answered(const AlertInput& input, std::size_t index) {
  const PathRollup& path = input.rollup.paths[index];
  bool answered = input.reach.paths[index].last_answer.has_value();
  for (std::size_t t = path.first; t < path.last; ++t) {
    answered = answered || input.reach.last_answers[t].has_value();
  }
  return answered;
}

Reading down_reading(const AlertInput& input, std::size_t index, const PrefixReach& prefix) {
  const PathReach& path = input.reach.paths[index];
  if (path.down || prefix.reach == Reach::down) {
    return {1.0, prefix.is_foreign() ? "answers are rejected" : "no answer"};
  }
  if (!has_answered(input, index)) return {{}, "no answer yet"};
  return {0.0, ""};
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
                            prefix_reach.recovered || !prefix_reach.rejection.empty() ||
                            reach.down || reach.recovered ||
                            is_warming_up(prefix.choice, path.coverage, config);
  Sampled(config, path.figures, loss_of(path, reach), std::move(why)).append_to(result.signals);
  append_certificate(result.signals, path, config, input.wall);
  append_pop_change(result.signals, input.snapshot, path, config);
  if (result.signals.empty()) return result;
  result.signals.push_back(
      {Signal::down, rule_of(Severity::critical, {}), down_reading(input, index, prefix_reach)});
  return result;
}

SubjectInput prefix_input(const AlertInput& input, std::size_t index, SeenAddresses& seen) {
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
                            reach.recovered || !reach.rejection.empty() ||
                            is_warming_up(prefix.choice, rolled.coverage, config);
  append_reach(result.signals, input, index, config, connection.standby);
  Sampled(config, rolled.figures, loss_of(input, rolled), doubt(prefix.choice, reach, rolled))
      .append_to(result.signals);
  append_egress(result.signals, rolled.egress, config);
  append_resolve(result.signals, input.snapshot, rolled.names, config);
  append_edge_location(result.signals, input, index);
  append_edge_address(result.signals, input, index, config, seen);
  if (!input.routes.empty() && input.routes[index] != nullptr) {
    append_routes(result.signals, *input.routes[index], config);
  }
  return result;
}

}  // namespace peeringd

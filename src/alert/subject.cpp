#include "alert/subject.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "model/config.hpp"

namespace peeringd {
namespace {

// A signal that is there or not, as a figure of 1 or 0 with a threshold in between.
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
  rule.hold = config.hold;
  rule.clear = config.clear;
  return rule;
}

// Why the figures of a path cannot be used, or empty.
std::string doubt(const SourceChoice& choice, const Coverage& coverage) {
  if (!choice.source) return "no source address: " + choice.problem;
  if (coverage.missing_share().value_or(0) > 0.5) {
    return std::to_string(coverage.missing) + " of " + std::to_string(coverage.due) +
           " due probes were not measured by this host";
  }
  return {};
}

// The same for a prefix. Each endpoint weighs the same.
std::string doubt(const SourceChoice& choice, const PrefixRollup& prefix) {
  if (!choice.source) return "no source address: " + choice.problem;
  if (prefix.missing_share > 0.5) {
    return fmt::format(
        "{:.0f}% of the due probes were not measured by this host, as the mean of the "
        "endpoints",
        prefix.missing_share * 100);
  }
  return {};
}

// The signals that need a minimum of samples.
class Sampled {
 public:
  Sampled(const AlertConfig& config, const Figures& figures, std::string doubt)
      : config_(config), figures_(figures), doubt_(std::move(doubt)) {}

  void append_to(std::vector<SignalInput>& signals) const {
    const Tally& tally = figures_.tally;
    append(signals, Signal::latency, config_.latency, tally.answered, figures_.median());
    append(signals, Signal::loss, config_.loss, tally.finished(), figures_.loss_ratio);
    append(signals, Signal::jitter, config_.jitter, tally.answered, figures_.jitter);
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

}  // namespace

SubjectInput path_input(const Snapshot& snapshot, const Rollup& rollup, std::size_t index,
                        WallTime now) {
  const PathRollup& path = rollup.paths[index];
  const PrefixSnapshot& prefix = snapshot.prefixes[path.prefix];
  const AlertConfig config =
      alerts_of_path(snapshot.config->connections[prefix.connection].prefixes[prefix.prefix].alerts,
                     snapshot.config->endpoints[path.endpoint].alerts);
  std::string why = doubt(prefix.choice, path.coverage);
  if (why.empty() && path.unknown) why = "the endpoint has never answered";
  const bool no_surprise = path.unknown || is_warming_up(prefix.choice, path.coverage, config);
  SubjectInput input{{}, config.hold, no_surprise};
  Sampled(config, path.figures, std::move(why)).append_to(input.signals);
  append_certificate(input.signals, path, config, now);
  append_pop_change(input.signals, snapshot, path, config);
  return input;
}

SubjectInput prefix_input(const Snapshot& snapshot, const Rollup& rollup, std::size_t index) {
  const PrefixRollup& rolled = rollup.prefixes[index];
  const PrefixSnapshot& prefix = snapshot.prefixes[index];
  const AlertConfig& config =
      snapshot.config->connections[prefix.connection].prefixes[prefix.prefix].alerts;
  SubjectInput input{{}, config.hold, is_warming_up(prefix.choice, rolled.coverage, config)};
  Sampled(config, rolled.figures, doubt(prefix.choice, rolled)).append_to(input.signals);
  append_egress(input.signals, rolled.egress, config);
  return input;
}

}  // namespace peeringd

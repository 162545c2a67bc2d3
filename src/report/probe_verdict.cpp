#include "report/probe_verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/duration.hpp"
#include "base/percentage.hpp"
#include "base/text.hpp"
#include "model/config.hpp"
#include "model/outcome.hpp"
#include "model/target.hpp"
#include "report/probe_figures.hpp"
#include "report/table.hpp"

namespace peeringd {
namespace {

constexpr std::size_t max_causes = 5;

std::string limit_text(Duration limit) {
  return format_duration(limit);
}

std::string limit_text(double limit) {
  return percentage_text(limit);
}

std::string value_text(Duration value) {
  return milliseconds_text(value);
}

std::string value_text(double value) {
  return percentage_text(value);
}

/// Of one target within its connection.
std::string name_in_connection(const Config& config, const Target& target) {
  return endpoint_of(config, target).name + "/" + probe_of(config, target).label + " from " +
         prefix_of(config, target).label;
}

// What to do where probes were not sent, in the order of ErrorReason.
constexpr std::array<std::string_view, error_reason_names.size()> ways_on{
    "a prefix has no source address; `peeringd targets` shows which",
    "names do not resolve; check the name servers in /etc/resolv.conf",
    "ping sockets are not allowed; as root: sysctl -w net.ipv4.ping_group_range=\"0 2147483647\"",
    "the kernel does not send; check the routes and the firewall of this host"};

// One line for each reason for which probes were not sent.
std::string way_on_lines(const Snapshot& snapshot) {
  std::string text;
  for (std::size_t reason = 0; reason < ways_on.size(); ++reason) {
    const bool occurs =
        std::ranges::any_of(snapshot.targets, [reason](const TargetSnapshot& target) {
          return !target.other_family && target.counters.received == 0 &&
                 target.counters.errors[reason] > 0;
        });
    if (occurs)
      text += wrap_text(fmt::format("{}: {}", error_reason_names[reason], ways_on[reason]), 0);
  }
  return text;
}

bool lacks_only_a_source(const ProbeCounters& counters) {
  const std::uint64_t of_source = counters.errors[index_of(ErrorReason::source)];
  return counters.sent == 0 && of_source > 0 && of_source == counters.error_total();
}

// As the daemon rates a prefix to which the host never had a source.
TestResult result_without_source(const Config& config, const Target& target) {
  const ConnectionConfig& connection = connection_of(config, target);
  const PrefixConfig& prefix = prefix_of(config, target);
  const bool expected = expects_source(connection, prefix) && !connection.standby;
  if (!expected || !prefix.alerts.no_source) return TestResult::indeterminate;
  return prefix.alerts.no_source == Severity::critical ? TestResult::fail : TestResult::warning;
}

class Comparison {
 public:
  Comparison(const Config& config, const Target& target, ProbeVerdict& verdict)
      : name_(name_in_connection(config, target)), verdict_(verdict) {}

  void add(TestResult result, const std::string& cause) {
    verdict_.result = worst_of(verdict_.result, result);
    verdict_.causes.push_back(name_ + ": " + cause);
  }

  template <typename Value>
  void compare(std::string_view what, std::optional<Value> value, const Limits<Value>& limits) {
    if (!value) return;
    const auto above = [&](const std::optional<Value>& limit, std::string_view severity,
                           TestResult result) {
      if (!limit || *value <= *limit) return false;
      add(result, fmt::format("{} {} is above the {} threshold of {}", what, value_text(*value),
                              severity, limit_text(*limit)));
      return true;
    };
    if (above(limits.critical, "critical", TestResult::fail)) return;
    above(limits.warning, "warning", TestResult::warning);
  }

 private:
  std::string name_;
  ProbeVerdict& verdict_;
};

void add_target(const Config& config, const TargetSnapshot& target, ProbeVerdict& verdict) {
  if (need_not_answer(target)) {
    ++verdict.left_out;
    return;
  }
  if (verdict.targets++ == 0) verdict.result = TestResult::pass;
  Comparison comparison(config, target.target, verdict);
  if (lacks_only_a_source(target.counters)) {
    return comparison.add(result_without_source(config, target.target),
                          "not probed, the prefix has no source");
  }
  if (target.counters.received == 0) {
    const std::string reasons = reasons_text(target.counters);
    return comparison.add(TestResult::fail,
                          reasons.empty() ? "no answer" : "no answer (" + reasons + ")");
  }
  ++verdict.answered;
  if (!measures_edge(config, target.target)) return;
  const AlertConfig alerts = alerts_of_path(prefix_of(config, target.target).alerts,
                                            endpoint_of(config, target.target).alerts);
  const ProbeFigures figures = figures_of(target);
  comparison.compare("median round-trip time", figures.median, alerts.latency);
  const auto finished = static_cast<double>(target.counters.received + figures.lost);
  comparison.compare("loss", std::optional(static_cast<double>(figures.lost) / finished),
                     alerts.loss);
}

}  // namespace

std::vector<ProbeVerdict> verdicts_of(const Snapshot& snapshot) {
  std::vector<ProbeVerdict> verdicts;
  for (const TargetSnapshot& target : snapshot.targets) {
    const std::uint32_t connection = target.target.connection;
    if (verdicts.empty() || verdicts.back().connection != connection) {
      verdicts.push_back({.connection = connection});
    }
    add_target(*snapshot.config, target, verdicts.back());
  }
  return verdicts;
}

std::string verdict_lines(const Snapshot& snapshot) {
  std::string text;
  for (const ProbeVerdict& verdict : verdicts_of(snapshot)) {
    text += fmt::format(
        "{}: {}, {} of {} answered", snapshot.config->connections[verdict.connection].name,
        name_of(verdict.result), verdict.answered, counted(verdict.targets, "target"));
    if (verdict.left_out > 0) text += fmt::format("; {} more need not answer", verdict.left_out);
    text += "\n";
    const std::size_t shown = std::min(max_causes, verdict.causes.size());
    for (std::size_t i = 0; i < shown; ++i) text += wrap_text(verdict.causes[i], 4);
    if (verdict.causes.size() > shown) {
      text += fmt::format("    and {} more\n", verdict.causes.size() - shown);
    }
  }
  return text + way_on_lines(snapshot);
}

}  // namespace peeringd

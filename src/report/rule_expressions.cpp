#include "report/rule_expressions.hpp"

#include <fmt/format.h>

#include "base/duration.hpp"

namespace peeringd {
namespace {

std::string increase(const RuleScope& scope, std::string_view by, std::string_view counter,
                     const std::string& window) {
  return fmt::format("sum by ({}) (increase({}{{{}}}[{}]))", by, counter, scope.matchers, window);
}

std::string rate(const RuleScope& scope, std::string_view by, std::string_view series,
                 const std::string& window) {
  return fmt::format("sum by ({}) (rate(peering_probe_rtt_seconds_{}{{{}}}[{}]))", by, series,
                     scope.matchers, window);
}

class Rules {
 public:
  Rules(const RuleScope& scope, const AlertConfig& alerts, Duration window)
      : scope_(scope), alerts_(alerts), window_(format_duration(window)) {}

  std::vector<PrometheusRule> take() {
    add_each(alerts_.latency, "Latency", "latency",
             [this](Duration limit) { return latency(limit); });
    add_each(alerts_.loss, "Loss", "loss", [this](double limit) { return loss(limit); });
    add_each(alerts_.jitter, "Jitter", "jitter", [this](Duration limit) { return jitter(limit); });
    if (scope_.path) {
      add_each(alerts_.cert_expiry, "CertificateExpiry", "cert_expiry",
               [this](Duration limit) { return certificate(limit); });
      add(alerts_.pop_change, "PopChange", "pop_change", Duration{},
          fmt::format("sum by ({}) (increase(peering_edge_pop_changes_total{{{}}}[{}])) > 0",
                      scope_.by, scope_.matchers, window_),
          "another edge PoP answers");
    } else {
      add(alerts_.egress_mismatch, "EgressMismatch", "egress_mismatch", alerts_.hold,
          fmt::format("peering_prefix_egress_verified{{{}}} == 0", scope_.matchers),
          "traffic leaves from an address outside the prefix");
    }
    return std::move(rules_);
  }

 private:
  struct Condition {
    std::string expression;
    std::string text;
  };

  // Of a prefix each endpoint weighs the same, as in the daemon's own figures: so shares are summed
  // up.
  std::string distribution() const {
    if (scope_.path) return rate(scope_, scope_.by + ", le", "bucket", window_);
    const std::string each = scope_.by + ", endpoint";
    return fmt::format("sum by ({}, le) (\n  {}\n  / on ({}) group_left ()\n  ({} > 0))", scope_.by,
                       rate(scope_, each + ", le", "bucket", window_), each,
                       rate(scope_, each, "count", window_));
  }

  Condition latency(Duration limit) const {
    return {fmt::format("histogram_quantile(0.5, {}) > {:g}\nand {} >= {}", distribution(),
                        to_seconds(limit),
                        increase(scope_, scope_.by, "peering_probe_rtt_seconds_count", window_),
                        alerts_.min_samples),
            "median round-trip time above " + format_duration(limit)};
  }

  Condition loss(double limit) const {
    const std::string each = scope_.path ? scope_.by : scope_.by + ", endpoint";
    const auto finished = [&](std::string_view by) {
      return fmt::format("({} + {})",
                         increase(scope_, by, "peering_probes_received_total", window_),
                         increase(scope_, by, "peering_probes_lost_total", window_));
    };
    std::string ratio =
        increase(scope_, each, "peering_probes_lost_total", window_) + "\n/ " + finished(each);
    if (!scope_.path) ratio = fmt::format("avg by ({}) (\n({}) >= 0)", scope_.by, ratio);
    return {fmt::format("{} > {:g}\nand {} >= {}", ratio, limit, finished(scope_.by),
                        alerts_.min_samples),
            fmt::format("loss above {:g}%", limit * 100)};
  }

  Condition jitter(Duration limit) const {
    std::string jitter = fmt::format("peering_jitter_seconds{{{}}}", scope_.matchers);
    if (!scope_.path) jitter = fmt::format("avg by ({}, endpoint) ({})", scope_.by, jitter);
    return {fmt::format("avg by ({}) ({}) > {:g}", scope_.by, jitter, to_seconds(limit)),
            "jitter above " + format_duration(limit)};
  }

  Condition certificate(Duration limit) const {
    return {fmt::format("min by ({}) (peering_tls_cert_not_after_timestamp_seconds{{{}}}) - time() "
                        "< {:.0f}",
                        scope_.by, scope_.matchers, to_seconds(limit)),
            "a certificate expires in less than " + format_duration(limit)};
  }

  template <typename Value, typename Make>
  void add_each(const Limits<Value>& limits, const char* alert, const char* signal, Make make) {
    const auto add_one = [&](const std::optional<Value>& limit, Severity severity) {
      if (!limit) return;
      const Condition condition = make(*limit);
      add(severity, alert, signal, alerts_.hold, condition.expression, condition.text);
    };
    add_one(limits.warning, Severity::warning);
    add_one(limits.critical, Severity::critical);
  }

  void add(std::optional<Severity> severity, const char* alert, const char* signal, Duration hold,
           std::string expression, const std::string& text) {
    if (!severity) return;
    rules_.push_back({fmt::format("Peering{}{}", scope_.name, alert), std::move(expression), hold,
                      *severity, signal, scope_.subject + ": " + text});
  }

  const RuleScope& scope_;
  const AlertConfig& alerts_;
  std::string window_;
  std::vector<PrometheusRule> rules_;
};

}  // namespace

std::vector<PrometheusRule> rules_of(const RuleScope& scope, const AlertConfig& alerts,
                                     Duration window) {
  return Rules(scope, alerts, window).take();
}

}  // namespace peeringd

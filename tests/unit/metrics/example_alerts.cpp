#include "example_alerts.hpp"

#include "example_snapshot.hpp"
#include "model/config.hpp"

namespace peeringd::test {

AlertReport example_alerts() {
  SignalStatus latency{Signal::latency, {}, {0.120, ""}, {}, {0, 4, 3, 2}};
  latency.rule.warning = 0.060;
  latency.rule.critical = 0.100;
  latency.state.warning.active = true;
  latency.state.critical.active = true;
  latency.state.result = TestResult::fail;

  SignalStatus loss{Signal::loss, {}, {0.0, ""}, {}, {}};
  loss.rule.critical = 0.01;
  loss.state.result = TestResult::pass;

  AlertReport report;
  report.config = std::make_shared<const Config>(example_config());
  report.paths.push_back({0, 0, 0, {{TestResult::fail, {}}, {latency}}});
  report.prefixes.push_back({0, 0, {{TestResult::pass, {}}, {loss}}});
  report.connections[0] = {{TestResult::warning, {}}, "latency 120 ms, above 60 ms"};
  report.groups["contoso-us"] = {{TestResult::indeterminate, {}}};
  return report;
}

}  // namespace peeringd::test

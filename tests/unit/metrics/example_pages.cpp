#include "example_pages.hpp"

#include "example_alerts.hpp"
#include "example_snapshot.hpp"
#include "observations_snapshot.hpp"
#include "support/render_exposition.hpp"
#include "support/test_assessment.hpp"

namespace peeringd::test {

using namespace std::chrono_literals;

namespace {

SignalStatus with_thresholds(Signal signal, double warning, double critical) {
  SignalStatus status{signal, {}, {}, {}, {}};
  status.rule.warning = warning;
  status.rule.critical = critical;
  return status;
}

AlertReport alerts_of_every_signal() {
  AlertReport alerts = example_alerts();
  auto& of_path = alerts.paths[0].status.signals;
  of_path.push_back(with_thresholds(Signal::loss, 0.02, 0.05));
  of_path.push_back(with_thresholds(Signal::jitter, 0.01, 0.02));
  of_path.push_back(with_thresholds(Signal::cert_expiry, 2592000, 604800));
  of_path.push_back(with_thresholds(Signal::pop_change, 0, 1));
  auto& of_prefix = alerts.prefixes[0].status.signals;
  of_prefix.push_back(with_thresholds(Signal::latency, 0.07, 0.11));
  of_prefix.push_back(with_thresholds(Signal::jitter, 0.03, 0.04));
  of_prefix.push_back(with_thresholds(Signal::egress_mismatch, 0, 1));
  return alerts;
}

}  // namespace

std::string counts_page(Detail detail) {
  Snapshot snapshot = example_snapshot();
  Config config = *snapshot.config;
  config.connections[0].partner = "Contoso \"Fast\" \\ Networks\nof Zürich";
  config.connections[0].redundancy_group = "contoso-us";
  snapshot.config = std::make_shared<const Config>(config);
  snapshot.dropped_answers = 3;
  ProbeCounters& counters = snapshot.targets.front().counters;
  counters.duplicate = 2;
  counters.reordered = 5;
  const AlertReport alerts = alerts_of_every_signal();
  return render_exposition(test::assessment_of(snapshot, &alerts), example_facts(), detail);
}

std::string observations_page(Detail detail) {
  Snapshot snapshot = observations_snapshot();
  TargetObservations https = https_observations(snapshot);
  https.last_exchange->sent_not_after = WallTime{1'750'000'000s};
  https.unconfirmed_pops = 4;
  set_observations(snapshot.targets[teams_https], https);
  snapshot.targets[teams_https].resolving = {2, 30ms};
  snapshot.targets[teams_https].address = boost::asio::ip::make_address("192.0.2.1");
  snapshot.targets[teams_warm].unknown = true;
  snapshot.targets[relay_stun].address = boost::asio::ip::make_address("198.51.100.7");
  Config config = *snapshot.config;
  const auto ranges = AddressRanges::parse("date 2026-11-23\n192.0.2.0/24 AzureCloud.westus\n");
  config.service_tags = std::make_shared<const AddressRanges>(ranges.value());
  snapshot.config = std::make_shared<const Config>(config);
  TargetObservations stun = stun_observations(snapshot, "203.0.113.10");
  stun.unconfirmed_addresses = 6;
  set_observations(snapshot.targets[relay_stun], stun);
  DaemonFacts facts = example_facts();
  facts.last_reload_successful = false;
  facts.web_certificate = {WallTime{1'690'000'000s}, WallTime{1'720'000'000s}};
  return render_exposition(test::assessment_of(snapshot), facts, detail);
}

}  // namespace peeringd::test

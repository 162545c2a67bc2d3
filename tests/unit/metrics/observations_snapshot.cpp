#include "observations_snapshot.hpp"

#include "support/test_config.hpp"

namespace peeringd::test {

using namespace std::chrono_literals;

Snapshot observations_snapshot() {
  HttpOptions cold;
  cold.warm = true;
  HttpOptions warm;
  warm.follows = true;
  ConnectionConfig seattle = connection("contoso-seattle", {prefix("203.0.113.0/24")});
  seattle.location.latitude = 47.6;
  seattle.location.longitude = -122.33;
  seattle.endpoints = {0, 1};
  return blank_snapshot(config(
      {endpoint("teams", "teams.microsoft.com",
                {{cold, 10s, 2s, "https"}, {warm, 10s, 2s, "https:warm"}}),
       endpoint("relay", "world.tr.teams.microsoft.com", {{StunOptions{}, 10s, 2s, "stun"}})},
      {seattle}));
}

Snapshot snapshot_with(const TargetObservations& observations) {
  Snapshot snapshot = observations_snapshot();
  set_observations(snapshot.targets[teams_https], observations);
  return snapshot;
}

TargetObservations https_observations(const Snapshot& snapshot) {
  const MonotonicTime a_second_ago = snapshot.taken_at - 1s;
  TargetObservations observations;
  observations.phases = {{{2, 20ms}, {2, 50ms}, {1, 30ms}, {0, 0ms}}};
  HttpExchange exchange;
  exchange.status = 302;
  exchange.http_version = "2";
  exchange.tls_version = "TLSv1.3";
  exchange.certificate_not_after = WallTime{1'800'000'000s};
  observations.certificate = SeenCertificate{*exchange.certificate_not_after, a_second_ago};
  observations.last_exchange = exchange;
  observations.pop = SeenPop{{"DB", "3", "x-msedge-ref"}, a_second_ago};
  observations.pop_changes = 2;
  return observations;
}

TargetObservations stun_observations(const Snapshot& snapshot, const char* address) {
  TargetObservations observations;
  observations.seen_from = SeenFrom{boost::asio::ip::make_address(address), snapshot.taken_at - 1s};
  return observations;
}

}  // namespace peeringd::test

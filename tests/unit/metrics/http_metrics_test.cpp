#include <gmock/gmock.h>

#include "exposition_lines.hpp"
#include "observations_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::samples_of;
using test::teams_https;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string target =
    R"(connection="contoso-seattle",prefix="203.0.113.0/24",endpoint="teams",probe="https")";

std::string phase(const char* name, const std::string& suffix_and_value) {
  const auto blank = suffix_and_value.find(' ');
  return "peering_http_phase_seconds" + suffix_and_value.substr(0, blank) + "{" + target +
         ",phase=\"" + name + "\"}" + suffix_and_value.substr(blank);
}

TEST(HttpMetrics, SumThePhasesThatWereReached) {
  Snapshot snapshot = test::snapshot_with(test::https_observations(test::observations_snapshot()));
  EXPECT_THAT(samples_of(snapshot, "peering_http_phase_seconds_count"),
              ElementsAre(phase("connect", "_count 2"), phase("tls", "_count 2"),
                          phase("processing", "_count 1")));
  EXPECT_THAT(samples_of(snapshot, "peering_http_phase_seconds_sum"),
              ElementsAre(phase("connect", "_sum 0.02"), phase("tls", "_sum 0.05"),
                          phase("processing", "_sum 0.03")));
  snapshot.targets[teams_https].resolving = {3, 90ms};
  EXPECT_THAT(samples_of(snapshot, "peering_http_phase_seconds_sum"),
              testing::Contains(phase("resolve", "_sum 0.09")));
}

TEST(HttpMetrics, ShowTheVersionsOfTheLastResponse) {
  const Snapshot snapshot =
      test::snapshot_with(test::https_observations(test::observations_snapshot()));
  EXPECT_THAT(samples_of(snapshot, "peering_http_status_code"),
              ElementsAre("peering_http_status_code{" + target + "} 302"));
  EXPECT_THAT(samples_of(snapshot, "peering_http_version"),
              ElementsAre("peering_http_version{" + target + "} 2"));
  EXPECT_THAT(samples_of(snapshot, "peering_tls_version_info"),
              ElementsAre("peering_tls_version_info{" + target + R"(,version="TLSv1.3"} 1)"));
  EXPECT_THAT(
      samples_of(snapshot, "peering_tls_cert_not_after_timestamp_seconds"),
      ElementsAre("peering_tls_cert_not_after_timestamp_seconds{" + target + "} 1800000000"));
}

TEST(HttpMetrics, ShowVersion11AsANumber) {
  TargetObservations observations = test::https_observations(test::observations_snapshot());
  observations.last_exchange->http_version = "1.1";
  EXPECT_THAT(samples_of(test::snapshot_with(observations), "peering_http_version"),
              ElementsAre("peering_http_version{" + target + "} 1.1"));
}

TEST(HttpMetrics, OmitResponseMetricsIfTheLastExchangeOnlyConnected) {
  TargetObservations observations = test::https_observations(test::observations_snapshot());
  observations.last_exchange = HttpExchange{};  // connected, and no more
  observations.certificate.reset();
  const Snapshot snapshot = test::snapshot_with(observations);
  for (const char* name :
       {"peering_http_status_code", "peering_http_version", "peering_tls_version_info",
        "peering_tls_cert_not_after_timestamp_seconds"}) {
    EXPECT_THAT(samples_of(snapshot, name), IsEmpty()) << name;
  }
  EXPECT_EQ(samples_of(snapshot, "peering_http_phase_seconds_count").size(), 3U);
}

TEST(HttpMetrics, AreAbsentForOtherProbes) {
  Snapshot snapshot = test::observations_snapshot();
  snapshot.targets[test::relay_stun].resolving = {3, 90ms};
  test::set_observations(snapshot.targets[test::relay_stun],
                         test::stun_observations(snapshot, "203.0.113.10"));
  for (const char* name :
       {"peering_http_phase_seconds_count", "peering_http_status_code", "peering_http_version",
        "peering_tls_version_info", "peering_tls_cert_not_after_timestamp_seconds"}) {
    EXPECT_THAT(samples_of(snapshot, name), IsEmpty()) << name;
  }
}

}  // namespace
}  // namespace peeringd

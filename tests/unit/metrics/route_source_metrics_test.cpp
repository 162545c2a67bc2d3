#include <gmock/gmock.h>

#include "metrics/exposition.hpp"
#include "support/render_exposition.hpp"
#include "support/test_assessment.hpp"
#include "unit/metrics/example_snapshot.hpp"
#include "unit/metrics/exposition_lines.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

std::vector<std::string> lines_with(const RouteSourceFacts& sources) {
  DaemonFacts facts;
  facts.route_sources = sources;
  std::vector<std::string> lines;
  for (std::string& line : test::lines_of(
           test::render_exposition(test::assessment_of(test::example_snapshot()), facts))) {
    const std::string name = test::name_in(line);
    if (line.starts_with('#')) continue;
    for (const char* const own : {"peeringd_route", "peeringd_rpki", "peeringd_ris"}) {
      if (name.starts_with(own)) lines.push_back(line);
    }
  }
  return lines;
}

RouteSourceStatus synchronised(const char* name) {
  RouteSourceStatus status;
  status.name = name;
  status.up = status.synchronised = true;
  status.messages = 7;
  status.last_message = WallTime{1'700'000'000s};
  return status;
}

TEST(RouteSourceMetrics, ShowEachSource) {
  RouteSourceFacts sources;
  sources.rpki.emplace();
  sources.rpki->caches = {synchronised("192.0.2.1:323"), RouteSourceStatus{}};
  sources.rpki->caches[1].name = "192.0.2.2:323";
  sources.rpki->caches[1].count(RouteSourceError::connection);
  sources.rpki->vrps = 3;
  sources.rpki->expires_at = WallTime{1'700'007'200s};
  sources.ris.emplace();
  sources.ris->source = synchronised("ris-live");
  sources.ris->lag = 1500ms;
  sources.dropped_routes = 5;
  const auto lines = lines_with(sources);
  const std::string first = R"({source="rpki",source_name="192.0.2.1:323")";
  const std::string second = R"({source="rpki",source_name="192.0.2.2:323")";
  for (const std::string& line :
       {"peeringd_route_source_up" + first + "} 1", "peeringd_route_source_up" + second + "} 0",
        "peeringd_route_source_synchronised" + first + "} 1",
        "peeringd_route_source_messages_total" + first + "} 7",
        "peeringd_route_source_last_message_timestamp_seconds" + first + "} 1700000000",
        "peeringd_route_source_errors_total" + second + R"(,reason="connection"} 1)",
        "peeringd_route_source_errors_total" + second + R"(,reason="slow"} 0)",
        std::string("peeringd_rpki_vrps 3"),
        std::string("peeringd_rpki_expiry_timestamp_seconds 1700007200"),
        std::string(R"(peeringd_route_source_up{source="ris",source_name="ris-live"} 1)"),
        std::string("peeringd_routes_dropped_total 5"),
        std::string("peeringd_ris_lag_seconds 1.5")}) {
    EXPECT_THAT(lines, Contains(line));
  }
  EXPECT_THAT(
      lines,
      Not(Contains(StartsWith("peeringd_route_source_last_message_timestamp_seconds" + second))));
}

TEST(RouteSourceMetrics, OmitUnknownValues) {
  RouteSourceFacts sources;
  sources.rpki.emplace();
  EXPECT_THAT(lines_with(sources), Not(Contains(StartsWith("peeringd_rpki_vrps"))))
      << "an expired list must be unknown, not empty";
  EXPECT_THAT(lines_with(RouteSourceFacts{}), IsEmpty());
}

}  // namespace
}  // namespace peeringd

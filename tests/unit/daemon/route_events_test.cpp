#include "daemon/route_events.hpp"

#include <gtest/gtest.h>

#include "model/config.hpp"

namespace peeringd {
namespace {

/// Two connections with the same two prefixes; only the second one's second prefix is up.
Assessment assessment_of_two() {
  ConnectionConfig connection;
  connection.prefixes.resize(2);
  connection.prefixes[0].label = "203.0.113.0/24";
  connection.prefixes[1].label = "2001:db8:a::/48";
  Config config;
  for (const char* const name : {"contoso", "fabrikam"}) {
    connection.name = name;
    config.connections.push_back(connection);
  }
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->config = std::make_shared<const Config>(std::move(config));
  snapshot->prefixes.resize(4);
  Assessment assessment;
  assessment.reach.prefixes.resize(4);
  for (std::uint32_t i = 0; i < 4; ++i) {
    snapshot->prefixes[i].connection = i / 2;
    snapshot->prefixes[i].prefix = i % 2;
    assessment.reach.prefixes[i].reach = i == 3 ? Reach::up : Reach::down;
  }
  assessment.snapshot = std::move(snapshot);
  return assessment;
}

Event origin_change(const std::string& connection, const std::string& prefix) {
  Event event;
  event.kind = EventKind::origin_change;
  event.level = EventLevel::error;
  event.subject = {connection, prefix};
  event.summary = "AS 64666 announces it";
  return event;
}

TEST(RouteEvents, StateWhetherProbesFromThePrefixAreAnswered) {
  const Assessment assessment = assessment_of_two();
  EXPECT_EQ(with_probe_state(origin_change("fabrikam", "2001:db8:a::/48"), &assessment).summary,
            "AS 64666 announces it; probes from the prefix are answered");
  const Event down = with_probe_state(origin_change("contoso", "2001:db8:a::/48"), &assessment);
  EXPECT_EQ(down.summary, "AS 64666 announces it; probes from the prefix are not answered");
  ASSERT_EQ(down.fields.size(), 1U);
  EXPECT_EQ(down.fields[0], EventField("probes", std::string("unanswered")));
}

TEST(RouteEvents, OmitTheProbeStateOfAnUnknownPrefix) {
  const Assessment assessment = assessment_of_two();
  EXPECT_TRUE(
      with_probe_state(origin_change("contoso", "192.0.2.0/24"), &assessment).fields.empty());
  EXPECT_TRUE(
      with_probe_state(origin_change("contoso", "2001:db8:a::/48"), nullptr).fields.empty());
  Event information = origin_change("contoso", "2001:db8:a::/48");
  information.level = EventLevel::info;
  EXPECT_TRUE(with_probe_state(std::move(information), &assessment).fields.empty());
}

}  // namespace
}  // namespace peeringd

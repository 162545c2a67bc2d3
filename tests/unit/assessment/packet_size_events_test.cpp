#include "assessment/packet_size_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/test_assessment.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;

class PacketSizeEventsTest : public testing::Test {
 protected:
  std::vector<std::string> lines(std::optional<PacketSizes> sizes) {
    std::vector<std::string> lines;
    for (const Event& event : events_.events_of(*assessment_, std::vector{std::move(sizes)})) {
      lines.push_back(to_string(event));
    }
    return lines;
  }

  std::shared_ptr<const Assessment> assessment_ =
      assessment_of(blank_snapshot(config({endpoint("teams", "192.0.2.1", {icmp_probe()})},
                                          {connection("seattle", {prefix("203.0.113.0/24")})})));
  PacketSizeEvents events_;
};

TEST_F(PacketSizeEventsTest, ReportsStartAndEndOnce) {
  EXPECT_THAT(lines(std::nullopt), IsEmpty());
  EXPECT_THAT(
      lines(PacketSizes{"teams", 1400, 1460}),
      ElementsAre("seattle 203.0.113.0/24: large packets to teams are silently dropped: 1400 "
                  "bytes pass, 1460 do not"));
  EXPECT_THAT(lines(PacketSizes{"teams", 1400, 1460}), IsEmpty());
  EXPECT_THAT(lines(std::nullopt),
              ElementsAre("seattle 203.0.113.0/24: HTTPS is answered again: large packets pass"));
}

TEST_F(PacketSizeEventsTest, ReportsNothingIfNoPingOrEveryPingIsAnswered) {
  EXPECT_THAT(lines(PacketSizes{"teams", 0, 100}), IsEmpty());
  EXPECT_THAT(lines(PacketSizes{"teams", 1500, 0}), IsEmpty());
}

TEST_F(PacketSizeEventsTest, DiagnosesTheConnection) {
  const std::vector<std::optional<PacketSizes>> sizes{PacketSizes{"teams", 576, 1280}};
  EXPECT_EQ(
      packet_size_diagnosis(*assessment_, sizes, 0),
      "large packets to teams are silently dropped: 576 bytes pass, 1280 do not (203.0.113.0/24)");
  EXPECT_EQ(packet_size_diagnosis(*assessment_, {}, 0), "");
}

}  // namespace
}  // namespace peeringd

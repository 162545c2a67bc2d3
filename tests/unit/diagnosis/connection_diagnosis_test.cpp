#include "diagnosis/connection_diagnosis.hpp"

#include <gtest/gtest.h>

#include "rollup/roll_up.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;

AccessLine line_without_carrier(const char* interface) {
  AccessLine line;
  line.interface = interface;
  line.interface_exists = line.enabled = true;
  line.carrier = false;
  return line;
}

// A connection with two prefixes, neither of which is up.
class ConnectionDiagnosisTest : public ::testing::Test {
 protected:
  ConnectionDiagnosisTest() {
    reach_.paths.resize(2);
    reach_.prefixes.resize(2);
    for (PrefixReach& prefix : reach_.prefixes) {
      prefix.reach = Reach::no_source;
      prefix.since = snapshot_.taken_at - 20s;
    }
  }

  std::string diagnosis() {
    return diagnosis_of_connection({snapshot_, rollup_, reach_, lines_}, 0);
  }

  Snapshot snapshot_ = blank_snapshot(
      config({endpoint("teams", "192.0.2.1", {icmp_probe()})},
             {connection("seattle", {prefix("203.0.113.0/24"), prefix("2001:db8:a::/48")})}));
  Rollup rollup_ = roll_up(snapshot_);
  ReachReport reach_;
  std::vector<AccessLine> lines_{line_without_carrier("isp-a"), line_without_carrier("isp-a")};
};

TEST_F(ConnectionDiagnosisTest, NamesTheFaultOfAnAccessLineOnce) {
  EXPECT_EQ(diagnosis(), "isp-a up, no carrier; likely cause: the access line");
}

TEST_F(ConnectionDiagnosisTest, NamesTheFaultOfEachAccessLine) {
  lines_[1] = line_without_carrier("isp-b");
  EXPECT_EQ(diagnosis(),
            "isp-a up, no carrier; likely cause: the access line; isp-b up, no carrier; likely "
            "cause: the access line");
}

TEST_F(ConnectionDiagnosisTest, PrefersThePrefixThatShowsMore) {
  reach_.prefixes[1].reach = Reach::down;
  lines_[0] = {};
  lines_[0].interface = "isp-a";
  lines_[1].carrier = lines_[1].route = true;
  lines_[1].next_hop_resolved = false;
  EXPECT_EQ(diagnosis(), "isp-a up, carrier up, gateway silent; likely cause: the access line");
}

TEST_F(ConnectionDiagnosisTest, IgnoresPrefixesThatAreUp) {
  reach_.prefixes[0].reach = Reach::up;
  reach_.prefixes[1].reach = Reach::unknown;
  EXPECT_EQ(diagnosis(), "");
}

}  // namespace
}  // namespace peeringd

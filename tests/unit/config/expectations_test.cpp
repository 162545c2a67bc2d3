// What an operator expects of a connection: maintenance, standby and the PoPs that serve it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/expected_edge.hpp"
#include "written_files.hpp"

namespace peeringd {
namespace {

using namespace std::chrono;
using testing::ElementsAre;
using testing::IsEmpty;

/// A configuration whose only connection has `keys`, which stand in line 3.
std::string with_keys(const std::string& keys) {
  return "endpoints: [{name: teams, host: teams.microsoft.com}]\n"
         "connections: [{name: a, partner: P, location: {country: DE}, prefixes: [auto],\n" +
         keys + "}]\n";
}

ConnectionConfig connection_with(const std::string& keys) {
  const test::WrittenFiles files;
  files.write(with_keys(keys));
  return load_config(files.path()).config.connections.front();
}

std::vector<std::string> messages_for_keys(const std::string& keys) {
  return test::WrittenFiles().messages_for(with_keys(keys));
}

TEST(Expectations, AreNoneByDefault) {
  const ConnectionConfig connection = connection_with("");
  EXPECT_FALSE(connection.standby);
  EXPECT_THAT(connection.maintenance, IsEmpty());
  EXPECT_EQ(connection.edge, ExpectedEdge());
}

TEST(Expectations, ReadStandbyAsABoolean) {
  EXPECT_TRUE(connection_with("standby: true").standby);
  EXPECT_THAT(
      messages_for_keys("standby: yes"),
      ElementsAre("c.yaml:3:10: connections[0].standby: \"yes\" is neither true nor false"));
}

TEST(Expectations, SortMaintenanceByStart) {
  const WallTime day = sys_days(2026y / November / 30);
  EXPECT_THAT(
      connection_with("maintenance: [{from: 2026-12-01T00:00:00Z, to: 2026-12-01T04:00:00Z},"
                      " {from: 2026-11-30T22:00:00+01:00, to: 2026-11-30T23:00:00Z}]")
          .maintenance,
      ElementsAre(MaintenanceWindow{day + 21h, day + 23h},
                  MaintenanceWindow{day + 24h, day + 28h}));
}

TEST(Expectations, ApplyMaintenanceFromStartUntilEnd) {
  const MaintenanceWindow window{WallTime(10s), WallTime(20s)};
  EXPECT_FALSE(window.contains(WallTime(10s - 1ns)));
  EXPECT_TRUE(window.contains(WallTime(10s)));
  EXPECT_TRUE(window.contains(WallTime(20s - 1ns)));
  EXPECT_FALSE(window.contains(WallTime(20s)));
}

TEST(Expectations, ReportTheLocationOfInvalidMaintenance) {
  EXPECT_THAT(
      messages_for_keys("maintenance: [{from: 2026-11-30T22:00:00Z, to: 2026-11-30T22:00:00Z},\n"
                        "{from: 2026-11-30T22:00:00}, {to: tomorrow, until: 1h}]"),
      ElementsAre(
          "c.yaml:3:48: connections[0].maintenance[0].to: is not after from; maintenance ends "
          "after it has begun",
          "c.yaml:4:1: connections[0].maintenance[1].to: is missing; give the end of the "
          "maintenance",
          "c.yaml:4:8: connections[0].maintenance[1].from: \"2026-11-30T22:00:00\" lacks a time "
          "zone; write 2026-11-30T22:00:00Z for UTC, or an offset from UTC, like "
          "2026-11-30T22:00:00+01:00",
          "c.yaml:4:30: connections[0].maintenance[2].from: is missing; give the beginning of the "
          "maintenance",
          "c.yaml:4:35: connections[0].maintenance[2].to: \"tomorrow\" is not a time; write one "
          "like 2026-11-30T22:00:00Z, or with an offset from UTC, like 2026-11-30T22:00:00+01:00",
          "c.yaml:4:45: connections[0].maintenance[2].until: unknown key; the keys here are from, "
          "to"));
}

TEST(Expectations, AcceptPopsOfTwoOrThreeLettersOfEitherCase) {
  EXPECT_EQ(parse_pop_code("ams").value(), "AMS");
  EXPECT_EQ(parse_pop_code("Bl").value(), "BL");
  for (const char* wrong : {"", "A", "AMST", "AM4", "A-S", "ÄM"}) {
    EXPECT_FALSE(parse_pop_code(wrong)) << wrong;
  }
  EXPECT_EQ(parse_pop_code("chicago").error().message,
            "\"chicago\" is a city; write all its codes: CH, CHG, CHI, ORD");
}

TEST(Expectations, ReadPrimaryAndBackupPops) {
  const ExpectedEdge edge = connection_with("edge: {primary: [ams, LON], backup: [fra]}").edge;
  EXPECT_THAT(edge.primary, ElementsAre("AMS", "LON"));
  EXPECT_THAT(edge.backup, ElementsAre("FRA"));
  EXPECT_THAT(connection_with("edge: {primary: [ams]}").edge.backup, IsEmpty());
}

TEST(Expectations, ReportTheLocationOfInvalidPops) {
  EXPECT_THAT(
      messages_for_keys("edge: {backup: [ams04, fra, fra]}"),
      ElementsAre("c.yaml:3:7: connections[0].edge.primary: is missing; give a list of "
                  "codes of PoPs, such as [AMS]",
                  "c.yaml:3:17: connections[0].edge.backup[0]: \"ams04\" is not the code of "
                  "a PoP; write two or three letters, such as AMS or BL",
                  "c.yaml:3:29: connections[0].edge.backup[2]: FRA is given twice; the "
                  "first is at c.yaml:3:24"));
  EXPECT_THAT(messages_for_keys("edge: {primary: ams, backup: [fra]}"),
              ElementsAre("c.yaml:3:17: connections[0].edge.primary: expected a list of codes of "
                          "PoPs, such as [AMS], found \"ams\"; write [ams]"));
}

TEST(Expectations, WarnOfAnUnknownPop) {
  EXPECT_THAT(messages_for_keys("edge: {primary: [qqx]}"),
              ElementsAre("c.yaml:3:18: warning: connections[0].edge.primary[0]: QQX is not among "
                          "the metros that peeringd knows"));
}

}  // namespace
}  // namespace peeringd

// The signal of addresses outside the published ranges.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "unit/assessment/evaluations.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;
using enum TestResult;
using testing::HasSubstr;

AlertConfig with_severity(std::optional<Severity> severity = Severity::warning) {
  AlertConfig alerts = latency_and_loss();
  alerts.edge_address = severity;
  return alerts;
}

// Two endpoints, 198.51.100.0/24 as the only range, and answers from all.
class EdgeAddress : public testing::Test {
 protected:
  static Config configured(const AlertConfig& alerts, bool with_table = true) {
    ConnectionConfig connection = watched("seattle", "203.0.113.0/24", alerts);
    connection.endpoints = {0, 1};
    Config made = config({endpoint("teams", "teams.microsoft.com", {icmp_probe()}),
                          endpoint("outlook", "outlook.office.com", {icmp_probe()})},
                         {connection});
    if (with_table) made.service_tags = table("198.51.100.0/24");
    return made;
  }

  static std::shared_ptr<const AddressRanges> table(const std::string& prefix) {
    const auto ranges = AddressRanges::parse("date 2026-11-23\n" + prefix + " AzureCloud\n");
    return std::make_shared<const AddressRanges>(ranges.value());
  }

  void start(const Config& of) {
    evaluations.emplace(of);
    resolve(0, "198.51.100.1");
    resolve(1, "198.51.100.2");
    prefix_at(-1s);
    for (int i = 0; i < 30; ++i) {
      answer_once(0);
      answer_once(1);
    }
  }

  // The address that has just changed answers.
  void move(std::size_t index, const char* address, Duration time) {
    resolve(index, address);
    prefix_at(time);
    answer_once(index);
  }

  void answer_once(std::size_t index) { answer(target(index), ++last_probe.at(index), 1, 10ms); }

  TargetSnapshot& target(std::size_t index) { return evaluations->snapshot.targets[index]; }

  void resolve(std::size_t index, const char* address) {
    target(index).address = boost::asio::ip::make_address(address);
  }

  SubjectStatus prefix_at(Duration time) { return evaluations->at(time).prefixes.at(0).status; }

  std::optional<Evaluations> evaluations;
  std::array<std::uint64_t, 2> last_probe{};
};

// Of the first endpoint.
void set_severity(Config& config, std::optional<Severity> severity) {
  AlertOverrides overrides;
  overrides.edge_address = severity;
  config.endpoints[0].alerts = std::make_shared<const AlertOverrides>(overrides);
}

TEST_F(EdgeAddress, WarnsAfterItsHoldTimeAndRecovers) {
  start(configured(with_severity()));
  EXPECT_EQ(signal_of(prefix_at(0s), Signal::edge_address).state.result, pass);
  move(1, "192.0.2.7", 1s);
  EXPECT_EQ(prefix_at(1s).overall.result, pass);
  const SubjectStatus status = prefix_at(61s);
  EXPECT_EQ(status.overall.result, warning);
  EXPECT_EQ(status.reason,
            "answers come from outside the published ranges of 2026-11-23: outlook 192.0.2.7");
  resolve(1, "198.51.100.2");
  EXPECT_EQ(prefix_at(62s).overall.result, pass);
}

TEST_F(EdgeAddress, DoesNotTakeEarlierAnswersForThoseOfANewAddress) {
  AlertConfig alerts = with_severity();
  alerts.hold = 0s;
  start(configured(alerts));
  EXPECT_EQ(prefix_at(0s).overall.result, pass);
  resolve(1, "192.0.2.7");
  EXPECT_EQ(prefix_at(1s).overall.result, pass);
  EXPECT_EQ(prefix_at(2s).overall.result, pass);
  answer_once(1);
  EXPECT_EQ(prefix_at(3s).overall.result, warning);
  resolve(1, "192.0.2.9");
  EXPECT_EQ(prefix_at(4s).overall.result, pass);
}

TEST_F(EdgeAddress, JudgesTheIpv4AddressBehindANat64) {
  AlertConfig alerts = with_severity();
  alerts.hold = 0s;
  start(configured(alerts));
  move(1, "64:ff9b::198.51.100.2", 1s);
  EXPECT_EQ(prefix_at(1s).overall.result, pass);
  move(1, "64:ff9b::192.0.2.7", 2s);
  const SubjectStatus status = prefix_at(2s);
  EXPECT_EQ(status.overall.result, warning);
  EXPECT_THAT(status.reason, HasSubstr(": outlook 64:ff9b::c000:207"));
}

TEST_F(EdgeAddress, FailsIfConfiguredAsCritical) {
  AlertConfig alerts = with_severity(Severity::critical);
  alerts.hold = 0s;
  start(configured(alerts));
  move(0, "192.0.2.7", 0s);
  EXPECT_EQ(prefix_at(0s).overall.result, fail);
}

TEST_F(EdgeAddress, IsAbsentWithoutATable) {
  start(configured(with_severity(), /*with_table=*/false));
  move(0, "192.0.2.7", 0s);
  EXPECT_THROW(signal_of(prefix_at(0s), Signal::edge_address), std::out_of_range);
  EXPECT_EQ(prefix_at(61s).overall.result, pass);
}

TEST_F(EdgeAddress, ChangesNoResultWhileItIsNotKnown) {
  start(configured(with_severity()));
  target(0).address = std::nullopt;
  target(1).address = std::nullopt;
  const SubjectStatus status = prefix_at(61s);
  EXPECT_EQ(signal_of(status, Signal::edge_address).state.result, indeterminate);
  EXPECT_EQ(status.overall.result, pass);
  EXPECT_EQ(status.reason, "");
}

TEST_F(EdgeAddress, IsNotKnownWhileAnAddressOutsideDoesNotAnswer) {
  AlertConfig alerts = with_severity();
  alerts.hold = 0s;
  Config of = configured(alerts);
  evaluations.emplace(of);
  lose(target(0), 1, 3);
  resolve(0, "192.0.2.7");
  EXPECT_FALSE(signal_of(prefix_at(0s), Signal::edge_address).reading.value);
  answer(target(0), 4, 3, 10ms);
  EXPECT_EQ(signal_of(prefix_at(1s), Signal::edge_address).state.result, warning);
}

TEST_F(EdgeAddress, CanBeOffForAnEndpoint) {
  AlertConfig alerts = with_severity();
  alerts.hold = 0s;
  Config of = configured(alerts);
  set_severity(of, std::optional<Severity>{});
  start(of);
  move(0, "192.0.2.7", 0s);
  EXPECT_EQ(prefix_at(0s).overall.result, pass);
  move(1, "192.0.2.8", 1s);
  EXPECT_THAT(prefix_at(1s).reason, HasSubstr(": outlook 192.0.2.8"));
}

TEST_F(EdgeAddress, HasTheWorstSeverityOfItsEndpoints) {
  AlertConfig alerts = with_severity();
  alerts.hold = 0s;
  Config of = configured(alerts);
  set_severity(of, Severity::critical);
  start(of);
  move(1, "192.0.2.8", 0s);
  EXPECT_EQ(prefix_at(0s).overall.result, warning);
  move(0, "192.0.2.7", 1s);
  EXPECT_EQ(prefix_at(1s).overall.result, fail);
}

TEST_F(EdgeAddress, UsesTheTableOfTheCurrentConfiguration) {
  AlertConfig alerts = with_severity();
  alerts.hold = 0s;
  start(configured(alerts));
  EXPECT_EQ(prefix_at(0s).overall.result, pass);
  Config other = configured(alerts);
  other.service_tags = table("192.0.2.0/24");
  evaluations->snapshot.config = std::make_shared<const Config>(other);
  EXPECT_EQ(prefix_at(1s).overall.result, warning);
}

}  // namespace
}  // namespace peeringd

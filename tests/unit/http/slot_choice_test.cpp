// Which connection is closed when a client needs a place.
#include "http/slot_choice.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace peeringd {
namespace {

using Verdict = SlotChoice::Verdict;

IpAddress ip(const std::string& text) {
  return boost::asio::ip::make_address(text);
}

const IpAddress ours = ip("192.0.2.1");
const IpAddress theirs = ip("192.0.2.66");

SlotFacts making_progress(const IpAddress& client) {
  return {.client = client, .stalled_since = {}};
}

SlotFacts still(const IpAddress& client, int since) {
  return {.client = client, .stalled_since = MonotonicTime{std::chrono::seconds(since)}};
}

class SlotChoiceTest : public ::testing::Test {
 protected:
  SlotChoiceTest() {
    limits_.connections = 4;
    limits_.connections_per_client = 3;
    limits_.handshakes = 2;
    limits_.unauthenticated = 2;
    limits_.long_bodies = 2;
    limits_.long_bodies_per_client = 1;
  }

  void expect_replaced(std::size_t victim) const {
    const SlotChoice choice = choose_slot(taken_, ours, limits_);
    EXPECT_EQ(choice.verdict, Verdict::replace);
    EXPECT_EQ(choice.victim, victim);
  }

  HttpLimits limits_;
  std::vector<SlotFacts> taken_;
};

TEST_F(SlotChoiceTest, AcceptsBelowTheLimit) {
  taken_ = {still(theirs, 1), still(theirs, 2), making_progress(ours)};
  EXPECT_EQ(choose_slot(taken_, ours, limits_).verdict, Verdict::free);
}

TEST_F(SlotChoiceTest, ReplacesTheConnectionThatStalledForLongest) {
  taken_ = {making_progress(theirs), still(theirs, 20), still(theirs, 10), making_progress(theirs)};
  expect_replaced(2);
}

TEST_F(SlotChoiceTest, WaitsWhileAllMakeProgress) {
  taken_.assign(3, making_progress(theirs));
  taken_.push_back(making_progress(ip("192.0.2.7")));
  EXPECT_EQ(choose_slot(taken_, ours, limits_).verdict, Verdict::wait);
}

TEST_F(SlotChoiceTest, ReplacesTheNewestConnectionBeyondAClientsLimit) {
  taken_.assign(4, making_progress(theirs));
  expect_replaced(3);
  EXPECT_EQ(choose_slot(taken_, theirs, limits_).verdict, Verdict::wait);
}

TEST_F(SlotChoiceTest, PrefersToReplaceAClientWithMoreThanAQuarter) {
  taken_ = {still(ip("192.0.2.7"), 1), still(theirs, 20), still(theirs, 10), still(ours, 5)};
  expect_replaced(2);
}

TEST_F(SlotChoiceTest, PrefersToReplaceAnUnauthenticatedClient) {
  taken_ = {still(theirs, 1), still(theirs, 2), still(theirs, 3), still(ours, 30)};
  taken_[3].unauthenticated = true;
  expect_replaced(3);
}

TEST_F(SlotChoiceTest, ReplacesAClientsOwnConnectionAtItsLimit) {
  taken_ = {making_progress(ours), still(ours, 20), making_progress(ours), still(theirs, 1)};
  expect_replaced(1);
  taken_[1] = making_progress(ours);
  EXPECT_EQ(choose_slot(taken_, ours, limits_).verdict, Verdict::wait);
}

TEST_F(SlotChoiceTest, LimitsHandshakes) {
  taken_ = {still(theirs, 1), still(theirs, 2), still(theirs, 3)};
  taken_[1].handshaking = taken_[2].handshaking = true;
  expect_replaced(1);
}

TEST_F(SlotChoiceTest, LimitsUnauthenticatedConnections) {
  taken_ = {still(theirs, 1), making_progress(theirs), making_progress(theirs)};
  taken_[1].unauthenticated = taken_[2].unauthenticated = true;
  EXPECT_EQ(choose_slot(taken_, ours, limits_).verdict, Verdict::wait);
  taken_[2].stalled_since = MonotonicTime{std::chrono::seconds(9)};
  expect_replaced(2);
}

TEST_F(SlotChoiceTest, ReplacesTheLongBodyOfASlowReader) {
  taken_ = {still(theirs, 1), making_progress(theirs), still(ip("192.0.2.7"), 5)};
  EXPECT_EQ(choose_long_body_slot(taken_, ours, limits_).verdict, Verdict::free);
  taken_[1].long_body = taken_[2].long_body = true;
  EXPECT_EQ(choose_long_body_slot(taken_, ours, limits_).victim, 2U);
  taken_[2].stalled_since.reset();
  EXPECT_EQ(choose_long_body_slot(taken_, ours, limits_).verdict, Verdict::wait);
  taken_[2].stalled_since = taken_[1].stalled_since = MonotonicTime{std::chrono::seconds(1)};
  EXPECT_EQ(choose_long_body_slot(taken_, theirs, limits_).victim, 1U)
      << "a connection of the same client";
}

TEST(ClientKey, UsesAnIpv4AddressOrTheFirst64BitsOfIpv6) {
  EXPECT_EQ(client_of(ip("192.0.2.1")), ip("192.0.2.1"));
  EXPECT_EQ(client_of(ip("::ffff:192.0.2.1")), ip("192.0.2.1"));
  EXPECT_EQ(client_of(ip("2001:db8:1:2:3:4:5:6")), ip("2001:db8:1:2::"));
  EXPECT_NE(client_of(ip("2001:db8:1:3::1")), client_of(ip("2001:db8:1:2::1")));
}

}  // namespace
}  // namespace peeringd

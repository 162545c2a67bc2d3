#include "probe/flight.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "support/idle_prober.hpp"

namespace peeringd {
namespace {

class FlightTableTest : public testing::Test {
 protected:
  FlightIndex open(std::uint32_t target, std::uint64_t number) {
    return flights_.open(target, number, prober_, boost::asio::ip::make_address("192.0.2.1"));
  }

  test::IdleProber prober_;
  FlightTable flights_;
};

TEST_F(FlightTableTest, KeepsTheRecordOfEachFlight) {
  const FlightIndex first = open(7, 100);
  const FlightIndex second = open(8, 200);
  EXPECT_EQ(flights_[first].target, 7U);
  EXPECT_EQ(flights_[first].number, 100U);
  EXPECT_EQ(flights_[second].target, 8U);
  EXPECT_EQ(flights_[second].prober, &prober_);
  EXPECT_EQ(flights_[second].address.to_string(), "192.0.2.1");
}

TEST_F(FlightTableTest, GrowsOnlyToTheHighestNumberOfConcurrentFlights) {
  for (std::uint64_t round = 0; round < 100; ++round) {
    const FlightIndex a = open(1, round);
    const FlightIndex b = open(2, round);
    const FlightIndex c = open(3, round);
    EXPECT_NE(a, b);
    EXPECT_NE(b, c);
    EXPECT_NE(a, c);
    flights_.close(b);
    flights_.close(c);
    flights_.close(a);
  }
  EXPECT_EQ(flights_.size(), 3U);
}

TEST_F(FlightTableTest, FindsAnActiveFlight) {
  const FlightIndex flight = open(7, 100);
  EXPECT_EQ(flights_.find({flight, 7, 100}), &flights_[flight]);
}

TEST_F(FlightTableTest, FindsNoFlightForTheTagOfAnotherProbe) {
  const FlightIndex flight = open(7, 100);
  EXPECT_EQ(flights_.find({flight, 7, 101}), nullptr);
  EXPECT_EQ(flights_.find({flight, 8, 100}), nullptr);
  EXPECT_EQ(flights_.find({flight + 1, 7, 100}), nullptr);
  EXPECT_EQ(flights_.find({UINT32_MAX, 7, 100}), nullptr);
}

TEST_F(FlightTableTest, FindsNoFlightThatHasEnded) {
  const FlightIndex flight = open(7, 100);
  flights_.close(flight);
  EXPECT_EQ(flights_.find({flight, 7, 100}), nullptr);
}

TEST_F(FlightTableTest, DistinguishesAProbeFromTheEarlierOneInItsRecord) {
  flights_.close(open(7, 100));
  const FlightIndex again = open(7, 101);
  ASSERT_EQ(flights_.size(), 1U);
  EXPECT_EQ(flights_.find({again, 7, 100}), nullptr);
  EXPECT_NE(flights_.find({again, 7, 101}), nullptr);
}

TEST_F(FlightTableTest, ClearsAReusedRecord) {
  const FlightIndex first = open(7, 100);
  flights_[first].departure.timestamp = WallTime{std::chrono::seconds{1}};
  flights_[first].departure.before = MonotonicTime{std::chrono::seconds{1}};
  flights_.close(first);
  const FlightIndex second = open(7, 101);
  EXPECT_FALSE(flights_[second].departure.timestamp.has_value());
  EXPECT_EQ(flights_[second].departure.before, MonotonicTime{});
  EXPECT_FALSE(flights_[second].socket);
}

TEST_F(FlightTableTest, ClosesTheSocketOfAnEndedFlight) {
  const FlightIndex flight = open(7, 100);
  const int number = ::dup(STDERR_FILENO);
  ASSERT_GE(number, 0);
  flights_[flight].socket = Descriptor(number);
  flights_.close(flight);
  EXPECT_EQ(::fcntl(number, F_GETFD), -1);
}

}  // namespace
}  // namespace peeringd

#include "base/finish_within.hpp"

#include <gtest/gtest.h>

#include <boost/asio/thread_pool.hpp>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

TEST(FinishWithin, WaitsForTheEndOfTheWork) {
  boost::asio::thread_pool thread(1);
  bool worked = false;
  EXPECT_TRUE(finish_within(thread, 1min, [&] { worked = true; }));
  EXPECT_TRUE(worked);
  thread.join();
}

TEST(FinishWithin, LetsTheWorkGoOnThatTakesLonger) {
  boost::asio::thread_pool thread(1);
  std::promise<void> gate;
  bool worked = false;
  EXPECT_FALSE(finish_within(thread, 0s, [&, opened = gate.get_future()] {
    opened.wait();
    worked = true;
  }));
  gate.set_value();
  thread.join();
  EXPECT_TRUE(worked);
}

}  // namespace
}  // namespace peeringd

#include "net/network_reader.hpp"

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <future>
#include <optional>
#include <vector>

#include "support/run_until.hpp"

namespace peeringd {
namespace {

// Readings that last until the test ends them. A reading's number is in its network.
class NetworkReaderTest : public ::testing::Test {
 protected:
  ~NetworkReaderTest() override { end_all(); }

  Result<LocalNetwork> read(const NetworkQuery& query) {
    ended_.wait();
    LocalNetwork network;
    network.addresses.resize(query.sources.size());
    return network;
  }
  void request(std::size_t number) {
    NetworkQuery query;
    query.sources.resize(number);
    reader_->read(query, [&](const Result<LocalNetwork>& network) {
      done_.push_back(network->addresses.size());
      if (destroy_) reader_.reset();
    });
  }
  void end_all() {
    if (!std::exchange(is_ended_, true)) end_.set_value();
  }
  bool until_done(std::size_t count) {
    return test::run_until(context_, [&] { return done_.size() >= count; });
  }

  std::promise<void> end_;
  std::shared_future<void> ended_ = end_.get_future().share();
  bool is_ended_ = false;
  boost::asio::io_context context_;
  const boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      context_.get_executor()};
  std::vector<std::size_t> done_;
  bool destroy_ = false;
  std::optional<NetworkReader> reader_{std::in_place, context_.get_executor(),
                                       [this](const NetworkQuery& query) { return read(query); }};
};

TEST_F(NetworkReaderTest, LetsTheLoopRunDuringAReading) {
  request(1);
  bool ran = false;
  boost::asio::post(context_, [&] { ran = true; });
  EXPECT_TRUE(test::run_until(context_, [&] { return ran; }));
  EXPECT_TRUE(done_.empty());
  end_all();
  EXPECT_TRUE(until_done(1));
}

TEST_F(NetworkReaderTest, ReadsOnceMoreForRequestsDuringAReading) {
  request(1);
  request(2);
  request(3);
  end_all();
  ASSERT_TRUE(until_done(2));
  EXPECT_EQ(done_, (std::vector<std::size_t>{1, 3}));
  request(4);
  ASSERT_TRUE(until_done(3));
  EXPECT_EQ(done_.back(), 4U);
}

TEST_F(NetworkReaderTest, MayBeDestroyedByItsCallback) {
  destroy_ = true;
  request(1);
  request(2);
  end_all();
  ASSERT_TRUE(until_done(1));
  EXPECT_FALSE(reader_);
  context_.poll();
  EXPECT_EQ(done_.size(), 1U);
}

TEST_F(NetworkReaderTest, CallsNobodyOnceDestroyed) {
  request(1);
  end_all();
  reader_.reset();
  context_.poll();
  EXPECT_TRUE(done_.empty());
}

}  // namespace
}  // namespace peeringd

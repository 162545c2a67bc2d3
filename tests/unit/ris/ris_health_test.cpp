#include "ris/ris_health.hpp"

#include <gtest/gtest.h>

namespace peeringd::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class RisHealthTest : public ::testing::Test {
 protected:
  void connect() {
    health_.on_connected(now_);
    health_.on_subscribed(now_);
  }

  RisHealth::Step wait(Duration duration) {
    now_ += duration;
    return health_.on_time(now_);
  }

  // Seconds pass, and every ping is answered, until a problem or the end of `duration`.
  std::string answer_pings_for(Duration duration) {
    for (const MonotonicTime end = now_ + duration; now_ < end;) {
      const RisHealth::Step step = wait(seconds{1});
      if (!step.problem.empty()) return step.problem;
      if (step.ping) health_.on_pong();
    }
    return {};
  }

  MonotonicTime now_{hours{1000}};
  RisHealth health_;
};

TEST_F(RisHealthTest, IsCurrentOnceTheSubscriptionIsConfirmed) {
  health_.on_connected(now_);
  EXPECT_FALSE(health_.current());
  health_.on_subscribed(now_);
  EXPECT_TRUE(health_.current());
  health_.on_closed();
  EXPECT_FALSE(health_.current());
}

TEST_F(RisHealthTest, ReportsASubscriptionThatIsNotConfirmed) {
  health_.on_connected(now_);
  EXPECT_EQ(wait(seconds{29}).problem, "");
  EXPECT_EQ(wait(seconds{1}).problem, "the server did not acknowledge the subscription");
}

TEST_F(RisHealthTest, ReportsAFurtherSubscriptionThatIsNotConfirmed) {
  connect();
  health_.on_data(seconds{1}, now_);
  health_.on_subscribing(now_);
  EXPECT_TRUE(health_.current());
  EXPECT_EQ(answer_pings_for(seconds{40}), "the server did not acknowledge the subscription");
}

TEST_F(RisHealthTest, PingsEveryHalfMinute) {
  connect();
  EXPECT_FALSE(wait(seconds{29}).ping);
  EXPECT_TRUE(wait(seconds{1}).ping);
  EXPECT_FALSE(wait(seconds{1}).ping);
  health_.on_pong();
  EXPECT_TRUE(wait(seconds{29}).ping);
}

TEST_F(RisHealthTest, ReportsAServerThatDoesNotAnswerPings) {
  connect();
  EXPECT_TRUE(wait(seconds{30}).ping);
  EXPECT_TRUE(wait(seconds{30}).ping);
  EXPECT_EQ(wait(seconds{29}).problem, "");
  EXPECT_EQ(wait(seconds{1}).problem, "the server did not answer a ping");
}

TEST_F(RisHealthTest, ReportsAStreamWithoutMessagesAlthoughPingsAreAnswered) {
  connect();
  EXPECT_EQ(answer_pings_for(minutes{134}), "");
  EXPECT_TRUE(health_.current());
  EXPECT_EQ(answer_pings_for(minutes{2}), "no message for 8100 s, not even about a beacon");
  EXPECT_FALSE(health_.current());
}

TEST_F(RisHealthTest, ReportsASilentStreamAsCurrentOnlyAfterAMessage) {
  connect();
  answer_pings_for(hours{3});
  connect();
  EXPECT_FALSE(health_.current()) << "a new connection alone must not make the data current";
  health_.on_data(seconds{2}, now_);
  EXPECT_TRUE(health_.current());
}

TEST_F(RisHealthTest, StaysCurrentAsLongAsMessagesArrive) {
  connect();
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(answer_pings_for(hours{2}), "");
    health_.on_data(seconds{2}, now_);
  }
  EXPECT_TRUE(health_.current());
}

TEST_F(RisHealthTest, ReportsAStreamWhoseMessagesAreAllLate) {
  connect();
  health_.on_data(minutes{4}, now_);
  EXPECT_EQ(health_.lag(), minutes{4});
  EXPECT_TRUE(health_.current()) << "a single late message is normal";
  EXPECT_EQ(answer_pings_for(seconds{179}), "");
  health_.on_data(minutes{6}, now_);
  EXPECT_EQ(wait(seconds{1}).problem, "");
  health_.on_data(minutes{7}, now_);
  EXPECT_EQ(wait(seconds{1}).problem, "messages are 420 s late (is this host's clock right?)");
  EXPECT_FALSE(health_.current());
}

TEST_F(RisHealthTest, ToleratesOccasionalLateMessages) {
  connect();
  for (int i = 0; i < 10; ++i) {
    health_.on_data(minutes{5}, now_);
    EXPECT_EQ(answer_pings_for(minutes{1}), "");
    health_.on_data(seconds{5}, now_);
  }
  EXPECT_TRUE(health_.current());
}

TEST_F(RisHealthTest, ToleratesALateMessageBeforeAQuietPeriod) {
  connect();
  health_.on_data(minutes{4}, now_);
  EXPECT_EQ(answer_pings_for(hours{2}), "");
  EXPECT_TRUE(health_.current());
}

TEST_F(RisHealthTest, AcceptsMessagesFromTheFuture) {
  connect();
  health_.on_data(seconds{-30}, now_);
  EXPECT_TRUE(health_.current());
  EXPECT_EQ(health_.lag(), seconds{-30});
}

}  // namespace
}  // namespace peeringd::test

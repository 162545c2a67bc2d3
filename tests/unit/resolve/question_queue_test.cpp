#include "resolve/question_queue.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <optional>

namespace peeringd {
namespace {

class QuestionQueueTest : public ::testing::Test {
 protected:
  static constexpr std::size_t limit = 4;

  std::function<void()> count(int& asked) {
    return [&asked] { ++asked; };
  }

  void add(QuestionQueue::Client& client, int questions, int& asked) {
    for (int i = 0; i < questions; ++i) client.add(count(asked));
  }

  void run() {
    context_.restart();
    context_.run();
  }

  boost::asio::io_context context_;
  std::shared_ptr<QuestionQueue> queue_ =
      std::make_shared<QuestionQueue>(context_.get_executor(), limit);
};

TEST_F(QuestionQueueTest, AsksOneQuestionPerTurnAndNeverFromWithinAdd) {
  QuestionQueue::Client client(queue_);
  int asked = 0;
  add(client, 3, asked);
  EXPECT_EQ(asked, 0);
  context_.poll_one();
  EXPECT_EQ(asked, 1);
  run();
  EXPECT_EQ(asked, 3);
}

TEST_F(QuestionQueueTest, LimitsTheOpenQuestionsOfAllSources) {
  QuestionQueue::Client first(queue_);
  QuestionQueue::Client second(queue_);
  int asked = 0;
  add(first, 10, asked);
  add(second, 10, asked);
  run();
  EXPECT_EQ(asked, 4);
  first.close();
  run();
  EXPECT_EQ(asked, 5);
}

TEST_F(QuestionQueueTest, SharesTheLimitEquallyBetweenSources) {
  QuestionQueue::Client first(queue_);
  QuestionQueue::Client second(queue_);
  int by_first = 0;
  int by_second = 0;
  add(first, 10, by_first);
  add(second, 10, by_second);
  run();
  EXPECT_EQ(by_first, 2);
  EXPECT_EQ(by_second, 2);
}

TEST_F(QuestionQueueTest, AsksForASourceWhileTheQuestionsOfAnotherFillTheLimit) {
  QuestionQueue::Client silent(queue_);
  int unanswered = 0;
  add(silent, 10, unanswered);
  run();
  EXPECT_EQ(unanswered, 4);

  QuestionQueue::Client healthy(queue_);
  int answered = 0;
  for (int i = 0; i < 10; ++i) {
    healthy.add([&] {
      ++answered;
      healthy.close();
    });
  }
  run();
  EXPECT_EQ(answered, 10);
}

TEST_F(QuestionQueueTest, ReusesTheShareOfARemovedSource) {
  std::optional<QuestionQueue::Client> gone(std::in_place, queue_);
  QuestionQueue::Client other(queue_);
  int by_gone = 0;
  int by_other = 0;
  add(*gone, 10, by_gone);
  run();
  add(other, 10, by_other);
  gone.reset();
  run();
  EXPECT_EQ(by_gone, 4);
  EXPECT_EQ(by_other, 4);
}

TEST_F(QuestionQueueTest, AllowsRemovalOfASourceWhileItAsks) {
  std::optional<QuestionQueue::Client> client(std::in_place, queue_);
  client->add([&client] { client.reset(); });
  client->add([] { FAIL() << "asked for a removed source"; });
  run();
  EXPECT_FALSE(client);
}

}  // namespace
}  // namespace peeringd

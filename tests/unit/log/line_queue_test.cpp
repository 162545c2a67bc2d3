#include "log/line_queue.hpp"

#include <gmock/gmock.h>
#include <spdlog/details/log_msg.h>

#include <future>
#include <stdexcept>
#include <string>
#include <vector>

namespace peeringd::log {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

// Waits in its first line until it is released.
class SlowSink final : public spdlog::sinks::sink {
 public:
  void log(const spdlog::details::log_msg& message) override {
    std::string text(message.payload.data(), message.payload.size());
    if (text == "fault") throw std::runtime_error(text);
    lines.push_back(std::move(text));
    if (lines.size() > 1) return;
    begun.set_value();
    released.get_future().wait();
  }
  void flush() override {}
  void set_pattern(const std::string& /*pattern*/) override {}
  void set_formatter(std::unique_ptr<spdlog::formatter> /*formatter*/) override {}

  std::vector<std::string> lines;
  std::promise<void> begun;
  std::promise<void> released;
};

class LineQueueTest : public testing::Test {
 protected:
  void log(const std::string& text) { queue_.log({"peeringd", spdlog::level::info, text}); }
  void begin() {
    log("first");
    sink_->begun.get_future().wait();
  }

  std::shared_ptr<SlowSink> sink_ = std::make_shared<SlowSink>();
  LineQueue queue_{sink_, 3};
};

TEST_F(LineQueueTest, LosesTheOldestLinesBeyondItsLength) {
  begin();
  for (const char* text : {"a", "b", "c", "d", "e"}) log(text);
  EXPECT_EQ(queue_.lost(), 2U);
  sink_->released.set_value();
  queue_.wait(30s);
  EXPECT_THAT(sink_->lines, ElementsAre("first", "c", "d", "e"));
}

TEST_F(LineQueueTest, WaitsNoLongerThanItsPatience) {
  begin();
  log("a");
  queue_.wait(1ms);
  EXPECT_THAT(sink_->lines, ElementsAre("first"));
  sink_->released.set_value();
}

TEST_F(LineQueueTest, CountsALineThatCannotBeWrittenAsLost) {
  begin();
  sink_->released.set_value();
  log("fault");
  log("a");
  queue_.wait(30s);
  EXPECT_THAT(sink_->lines, ElementsAre("first", "a"));
  EXPECT_EQ(queue_.lost(), 1U);
}

TEST(LineQueue, PassesOnWhatWaitsAtItsEnd) {
  const auto sink = std::make_shared<SlowSink>();
  sink->released.set_value();
  {
    LineQueue queue(sink, 3);
    for (const char* text : {"a", "b"}) queue.log({"peeringd", spdlog::level::info, text});
  }
  EXPECT_THAT(sink->lines, ElementsAre("a", "b"));
}

}  // namespace
}  // namespace peeringd::log

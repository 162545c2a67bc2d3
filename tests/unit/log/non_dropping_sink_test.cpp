#include "log/non_dropping_sink.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spdlog/details/log_msg.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>

namespace peeringd::log {
namespace {

class NonDroppingSinkOnAPipe : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(::pipe2(ends_.data(), O_NONBLOCK | O_CLOEXEC), 0);
    sink_ = std::make_unique<NonDroppingSink>(ends_[1], [this] { return overrun_; });
    sink_->set_pattern("%l %v");
  }
  void TearDown() override {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }

  void log(const std::string& text) { sink_->log({"peeringd", spdlog::level::info, text}); }

  std::string read() {
    std::string text(1 << 17, '\0');
    const ssize_t size = ::read(ends_[0], text.data(), text.size());
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return text;
  }

  std::array<int, 2> ends_{};
  std::size_t overrun_ = 0;
  std::unique_ptr<NonDroppingSink> sink_;
};

TEST_F(NonDroppingSinkOnAPipe, WritesWhatItIsGiven) {
  log("all is well");
  EXPECT_EQ(read(), "info all is well\n");
}

TEST_F(NonDroppingSinkOnAPipe, ReportsLostLinesOnce) {
  overrun_ = 3;
  log("one");
  log("two");
  EXPECT_EQ(read(),
            "warning 3 log lines were lost: too many waited to be written\n"
            "info one\ninfo two\n");
}

TEST_F(NonDroppingSinkOnAPipe, ReportsOneLostLine) {
  overrun_ = 1;
  log("one");
  EXPECT_EQ(read(),
            "warning 1 log line was lost: too many waited to be written\n"
            "info one\n");
}

TEST_F(NonDroppingSinkOnAPipe, ReportsLinesThatItCouldNotWrite) {
  sink_->give_up_in(std::chrono::milliseconds{0});
  const std::string line(4000, 'x');
  constexpr int count = 40;  // more than a pipe holds
  for (int i = 0; i < count; ++i) log(line);
  const std::string before = read();
  const auto written = std::count(before.begin(), before.end(), '\n');
  ASSERT_LT(written, count);
  log("read again");
  EXPECT_EQ(read(), "warning " + std::to_string(count - written) +
                        " log lines were lost: standard error did not accept them (its "
                        "reader has stopped)\ninfo read again\n");
}

}  // namespace
}  // namespace peeringd::log

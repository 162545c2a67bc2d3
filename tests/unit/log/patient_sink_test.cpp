#include "log/patient_sink.hpp"

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

class PatientSinkOnAPipe : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(::pipe2(ends_.data(), O_NONBLOCK | O_CLOEXEC), 0);
    sink_ = std::make_unique<PatientSink>(ends_[1], [this] { return overrun_; });
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
  std::unique_ptr<PatientSink> sink_;
};

TEST_F(PatientSinkOnAPipe, WritesWhatItIsGiven) {
  log("all is well");
  EXPECT_EQ(read(), "info all is well\n");
}

TEST_F(PatientSinkOnAPipe, TellsOnceOfLinesThatWereGivenUp) {
  overrun_ = 3;
  log("one");
  log("two");
  EXPECT_EQ(read(),
            "warning the log has a gap: 3 lines are missing, as standard error did not take them "
            "(too many at once)\ninfo one\ninfo two\n");
}

TEST_F(PatientSinkOnAPipe, TellsOfLinesThatItCouldNotWrite) {
  sink_->give_up_in(std::chrono::milliseconds{0});
  const std::string line(4000, 'x');
  constexpr int count = 40;  // more than a pipe holds
  for (int i = 0; i < count; ++i) log(line);
  const std::string before = read();
  const auto written = std::count(before.begin(), before.end(), '\n');
  ASSERT_LT(written, count);
  log("read again");
  EXPECT_EQ(read(), "warning the log has a gap: " + std::to_string(count - written) +
                        " lines are missing, as standard error did not take them (nobody reads "
                        "it)\ninfo read again\n");
}

}  // namespace
}  // namespace peeringd::log

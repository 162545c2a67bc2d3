#include "log/log.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace peeringd::log {
namespace {

TEST(Log, KeepsTheOrderOfItsLines) {
  testing::internal::CaptureStderr();
  for (int i = 0; i < 100; ++i) info("line {}", i);
  flush();
  const std::string text = testing::internal::GetCapturedStderr();
  std::size_t from = 0;
  for (int i = 0; i < 100; ++i) {
    from = text.find("line " + std::to_string(i) + "\n", from);
    ASSERT_NE(from, std::string::npos) << i << " in " << text;
  }
}

TEST(Log, KeepsTheLinesOfALargeOutage) {
  constexpr int lines = 5000;
  testing::internal::CaptureStderr();
  for (int i = 0; i < lines; ++i) info("contoso-{}: down", i);
  flush();
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), lines) << text.substr(0, 200);
}

TEST(Log, DropsLinesBelowItsLevel) {
  testing::internal::CaptureStderr();
  debug("not of interest");
  info("of interest");
  flush();
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_EQ(text.find("not of interest"), std::string::npos);
  EXPECT_NE(text.find("of interest"), std::string::npos);
}

}  // namespace
}  // namespace peeringd::log

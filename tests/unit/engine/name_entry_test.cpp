#include "engine/name_entry.hpp"

#include <gtest/gtest.h>

#include "support/addresses.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;

MonotonicTime minute(int number) {
  return MonotonicTime{} + 1000h + number * 1min;
}

TEST(HostLogLimit, LogsOnlyChangesImmediately) {
  HostLogLimit limit;
  const auto first = address("192.0.2.1");
  EXPECT_EQ(limit.on_address({}, first, minute(0)), "");
  EXPECT_EQ(limit.on_address(first, first, minute(1)), std::nullopt);
  EXPECT_EQ(limit.on_address(first, address("192.0.2.2"), minute(2)), "");
}

TEST(HostLogLimit, LogsARotatingAddressAtMostOncePerPause) {
  HostLogLimit limit;
  int lines = 0;
  std::string last;
  for (int i = 1; i <= 60; ++i) {
    const auto before = address(("192.0.2." + std::to_string(i)).c_str());
    const auto after = address(("192.0.2." + std::to_string(i + 1)).c_str());
    if (const auto line = limit.on_address(before, after, minute(i))) {
      ++lines;
      last = *line;
    }
  }
  EXPECT_EQ(lines, 6);
  EXPECT_EQ(last, " (9 similar messages not logged)");
}

}  // namespace
}  // namespace peeringd

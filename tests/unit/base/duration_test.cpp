#include "base/duration.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

TEST(Duration, ReadsEveryUnit) {
  EXPECT_EQ(*parse_duration("250us"), 250us);
  EXPECT_EQ(*parse_duration("500ms"), 500ms);
  EXPECT_EQ(*parse_duration("10s"), 10s);
  EXPECT_EQ(*parse_duration("5m"), 5min);
  EXPECT_EQ(*parse_duration("1h"), 1h);
  EXPECT_EQ(*parse_duration("30d"), 720h);
}

TEST(Duration, ReadsDecimals) {
  EXPECT_EQ(*parse_duration("0.5ms"), 500us);
  EXPECT_EQ(*parse_duration("1.5s"), 1500ms);
}

TEST(Duration, ExplainsErrorsWithASuggestion) {
  EXPECT_EQ(parse_duration("10").error().message,
            "\"10\" lacks a unit; write a number and a unit, such as 500ms, 10s, 5m or 1h");
  EXPECT_EQ(parse_duration("10sec").error().message,
            "\"10sec\" has the unknown unit \"sec\"; write a number and a unit, such as 500ms, "
            "10s, 5m or 1h");
  EXPECT_EQ(parse_duration("10 s").error().message, "\"10 s\" contains a space; write 10s");
  EXPECT_EQ(parse_duration("soon").error().message,
            "\"soon\" is not a duration; write a number and a unit, such as 500ms, 10s, 5m or 1h");
}

TEST(Duration, RefusesSignsGarbageAndTheAbsurd) {
  for (const char* text : {"", "-1s", "+1s", "1.2.3s", ".", "s", "1e9s", "99999999999h", "1S"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

TEST(Duration, IsWrittenInTheLargestUnitThatIsExact) {
  EXPECT_EQ(format_duration(90s), "90s");
  EXPECT_EQ(format_duration(120s), "2m");
  EXPECT_EQ(format_duration(24h), "1d");
  EXPECT_EQ(format_duration(1500us), "1500us");
  EXPECT_EQ(format_duration(0s), "0s");
}

TEST(Duration, IsReadBackAsItWasWritten) {
  for (const Duration duration : {Duration{1us}, Duration{500ms}, Duration{2s}, Duration{1h}}) {
    EXPECT_EQ(*parse_duration(format_duration(duration)), duration);
  }
}

TEST(Duration, IsShownToPeopleInAtMostTwoUnits) {
  EXPECT_EQ(sentence_duration(0s), "0 s");
  EXPECT_EQ(sentence_duration(59900ms), "59 s");
  EXPECT_EQ(sentence_duration(60s), "1 min");
  EXPECT_EQ(sentence_duration(133s), "2 min 13 s");
  EXPECT_EQ(sentence_duration(1h + 30s), "1 h");
  EXPECT_EQ(sentence_duration(3h + 5min + 7s), "3 h 5 min");
  EXPECT_EQ(sentence_duration(52h), "2 d 4 h");
}

}  // namespace
}  // namespace peeringd

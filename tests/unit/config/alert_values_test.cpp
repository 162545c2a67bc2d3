#include "config/alert_values.hpp"

#include <gtest/gtest.h>

#include "base/percentage.hpp"

namespace peeringd {
namespace {

TEST(Percentage, ReadsARatio) {
  EXPECT_DOUBLE_EQ(*parse_percentage("0.1%"), 0.001);
  EXPECT_DOUBLE_EQ(*parse_percentage("100%"), 1);
  EXPECT_DOUBLE_EQ(*parse_percentage("0%"), 0);
}

TEST(Percentage, RequiresThePercentSign) {
  EXPECT_EQ(parse_percentage("0.001").error().message,
            "\"0.001\" lacks a percent sign; did you mean 0.001%? (As a ratio it would be 0.1%.)");
  EXPECT_EQ(parse_percentage("12.5").error().message,
            "\"12.5\" lacks a percent sign; did you mean 12.5%?");
  for (const char* text :
       {"", "%", "1 %", "-1%", "+1%", "1e-3%", "1.2.3%", "nan%", "1%%", "0x1%"}) {
    EXPECT_FALSE(parse_percentage(text)) << text;
  }
}

TEST(Percentage, WritesThePercentageThatItHasRead) {
  for (const char* text : {"0.1%", "0.07%", "1%", "1.7%", "33%", "0.0001%", "100%"}) {
    EXPECT_EQ(format_percentage(*parse_percentage(text)), text);
  }
  EXPECT_EQ(format_percentage(1.0 / 30, 2), "3.3%");
}

TEST(EventSeverity, AcceptsAWordOrOff) {
  EXPECT_EQ(*parse_severity("warning"), Severity::warning);
  EXPECT_EQ(*parse_severity("critical"), Severity::critical);
  EXPECT_EQ(*parse_severity("off"), std::nullopt);
  EXPECT_EQ(parse_severity("critcal").error().message,
            "\"critcal\" is not a severity; did you mean \"critical\"?");
  EXPECT_EQ(parse_severity("page").error().message,
            "\"page\" is not a severity; write warning, critical or off");
}

}  // namespace
}  // namespace peeringd

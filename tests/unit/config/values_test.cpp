#include "config/values.hpp"

#include <gtest/gtest.h>

#include "config/location.hpp"
#include "config/web.hpp"

namespace peeringd {
namespace {

TEST(Degrees, AcceptDecimalNumbersUpToTheLimit) {
  EXPECT_EQ(*parse_degrees("-122.33", 180), -122.33);
  EXPECT_EQ(*parse_degrees("90", 90), 90.0);
  for (const char* text : {"90.01", "-91", "nan", "inf", "1e1", "0x1p1", "", "-", "1,5"}) {
    EXPECT_FALSE(parse_degrees(text, 90)) << text;
  }
}

TEST(Mark, AcceptsDecimalAndHexadecimalNumbers) {
  EXPECT_EQ(*parse_mark("16"), 16U);
  EXPECT_EQ(*parse_mark("0x10"), 16U);
  EXPECT_EQ(*parse_mark("0XffFFffFF"), 0xffffffffU);
  EXPECT_EQ(*parse_mark("4294967295"), 0xffffffffU);
  for (const char* text : {"4294967296", "0x100000000", "0x", "0x-1", "-1", "ten"}) {
    EXPECT_FALSE(parse_mark(text)) << text;
  }
}

TEST(Dscp, AcceptsNumbersAndNames) {
  EXPECT_EQ(*parse_dscp("63"), 63);
  EXPECT_EQ(*parse_dscp("EF"), 46);
  EXPECT_EQ(*parse_dscp("af41"), 34);
  EXPECT_EQ(*parse_dscp("CS6"), 48);
  EXPECT_EQ(*parse_dscp("VA"), 44);
  EXPECT_EQ(*parse_dscp("LE"), 1);
  EXPECT_EQ(*parse_dscp("BE"), 0);
  EXPECT_FALSE(parse_dscp("64"));
  EXPECT_FALSE(parse_dscp("AF44"));
}

TEST(Dscp, ComputesAssuredForwardingAsInRfc2597) {
  for (int of_class = 1; of_class <= 4; ++of_class) {
    for (int drop = 1; drop <= 3; ++drop) {
      const std::string name = "AF" + std::to_string(of_class) + std::to_string(drop);
      EXPECT_EQ(*parse_dscp(name), 8 * of_class + 2 * drop) << name;
    }
  }
}

TEST(InterfaceName, AcceptsWhatTheKernelAccepts) {
  const std::string longest(127, 'a');  // of an alternative name
  for (const std::string& text : {std::string("eth0"), std::string("wan0.100"), longest,
                                  std::string("br-lan"), std::string("eth0@x")}) {
    EXPECT_TRUE(parse_interface(text)) << text;
  }
  for (const std::string& text :
       {std::string(""), std::string("."), std::string(".."), std::string("a/b"),
        std::string("a b"), std::string("a\tb"), std::string("eth0:1"), longest + "a"}) {
    EXPECT_FALSE(parse_interface(text)) << text;
  }
}

TEST(HostName, FollowsRfc1123) {
  const std::string label(63, 'a');
  const std::string longest = label + "." + label + "." + label + "." + std::string(61, 'a');
  for (const std::string& text :
       {std::string("a"), std::string("3com.example"), std::string("xn--mnchen-3ya.example"),
        std::string("a.example."), std::string("1.2.3.4a"), longest}) {
    EXPECT_TRUE(parse_host_name(text)) << text;
  }
  for (const std::string& text :
       {std::string(), std::string("."), std::string("a..b"), std::string("-a.b"),
        std::string("a-.b"), label + "a.b", longest + "a", std::string("1.2.3"), std::string("a b"),
        std::string("[::1]")}) {
    EXPECT_FALSE(parse_host_name(text)) << text;
  }
}

TEST(Address, RejectsBracketsAndZones) {
  EXPECT_EQ(parse_address("2001:db8::1")->to_string(), "2001:db8::1");
  EXPECT_EQ(parse_address("[2001:db8::1]").error().message,
            "\"[2001:db8::1]\" is not an address; write an IPv6 address without brackets");
  EXPECT_EQ(parse_address("fe80::1%eth0").error().message,
            "\"fe80::1%eth0\" is not an address; write it without the zone");
}

TEST(ListenAddress, HasAnAddressAndAPort) {
  EXPECT_EQ(parse_listen_address("127.0.0.1:80")->port, 80);
  EXPECT_EQ(parse_listen_address("[2001:db8::1]:0")->address.to_string(), "2001:db8::1");
  for (const char* text : {"", ":", "[]:80", "[:80", "]:80", "a:80", "1.2.3.4:", "1.2.3.4:x",
                           "[::1", "[::1]80", "[fe80::1%lo]:80"}) {
    EXPECT_FALSE(parse_listen_address(text)) << text;
  }
}

TEST(Country, BecomesUpperCase) {
  EXPECT_EQ(*parse_country("de"), "DE");
  EXPECT_EQ(*parse_country("No"), "NO");
}

TEST(Country, IsSuggestedForAThreeLetterCodeOrName) {
  const auto code_in_error_for = [](const char* text) {
    const std::string message = parse_country(text).error().message;
    return message.substr(message.size() - 2);
  };
  EXPECT_EQ(code_in_error_for("JPN"), "JP");
  EXPECT_EQ(code_in_error_for("switzerland"), "CH");
  EXPECT_EQ(code_in_error_for("uk"), "GB");
}

TEST(UsState, AcceptsCodesAndNames) {
  EXPECT_EQ(*parse_us_state("wa"), "WA");
  EXPECT_EQ(*parse_us_state("new york"), "NY");
  EXPECT_EQ(*parse_us_state("District of Columbia"), "DC");
  EXPECT_EQ(*parse_us_state("Puerto Rico"), "PR");
  EXPECT_FALSE(parse_us_state("BC"));
}

}  // namespace
}  // namespace peeringd

// Published ranges of addresses, and their table.
#include "model/address_ranges.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

IpAddress ip(const char* text) {
  return boost::asio::ip::make_address(text);
}

std::string error_of(std::string_view table) {
  const auto parsed = AddressRanges::parse(table);
  return parsed ? "no error" : parsed.error().message;
}

constexpr std::string_view table =
    "# a comment\n"
    "date 2026-11-23\n"
    "\n"
    "198.51.100.0/24 AzureCloud\r\n"
    "198.51.100.64/26 AzureCloud.westus\n"
    "198.51.100.64/28 AzureFrontDoor.Frontend\n"
    "198.51.100.96/28 Storage\n"
    "203.0.113.0/28 Microsoft365.Exchange\n"
    "2001:db8:1::/48 AzureCloud\n"
    "2001:db8:1:8000::/49 AzureFrontDoor.Frontend\n";

TEST(AddressRanges, FindsTheMostSpecificRange) {
  const AddressRanges ranges = AddressRanges::parse(table).value();
  EXPECT_EQ(ranges.find(ip("198.51.100.1")), "AzureCloud");
  EXPECT_EQ(ranges.find(ip("198.51.100.65")), "AzureFrontDoor.Frontend");
  EXPECT_EQ(ranges.find(ip("198.51.100.90")), "AzureCloud.westus") << "between two nested ranges";
  EXPECT_EQ(ranges.find(ip("198.51.100.100")), "Storage");
  EXPECT_EQ(ranges.find(ip("198.51.100.127")), "AzureCloud.westus") << "behind nested ranges";
  EXPECT_EQ(ranges.find(ip("198.51.100.255")), "AzureCloud");
  EXPECT_EQ(ranges.find(ip("203.0.113.15")), "Microsoft365.Exchange");
}

TEST(AddressRanges, FindsNothingOutside) {
  const AddressRanges ranges = AddressRanges::parse(table).value();
  for (const char* address : {"0.0.0.0", "198.51.99.255", "198.51.101.0", "203.0.113.16",
                              "255.255.255.255", "::", "2001:db8:2::", "2001:db8:0:ffff::1"}) {
    EXPECT_FALSE(ranges.find(ip(address))) << address;
  }
  EXPECT_FALSE(AddressRanges().find(ip("192.0.2.1")));
}

TEST(AddressRanges, KeepsFamiliesApart) {
  const AddressRanges ranges = AddressRanges::parse(table).value();
  EXPECT_EQ(ranges.find(ip("2001:db8:1::1")), "AzureCloud");
  EXPECT_EQ(ranges.find(ip("2001:db8:1:8000::1")), "AzureFrontDoor.Frontend");
  const AddressRanges only_v6 = AddressRanges::parse("2001:db8::/32 A\n").value();
  EXPECT_FALSE(only_v6.find(ip("32.1.13.184"))) << "the same bits";
}

TEST(AddressRanges, FindsTheIpv4AddressThatANat64Translates) {
  const AddressRanges ranges = AddressRanges::parse(table).value();
  EXPECT_EQ(ranges.find(ip("64:ff9b::198.51.100.65")), "AzureFrontDoor.Frontend");
  EXPECT_FALSE(ranges.find(ip("64:ff9b::192.0.2.1"))) << "outside in IPv4, too";
  EXPECT_FALSE(ranges.find(ip("64:ff9b::1:198.51.100.65"))) << "another prefix";
  EXPECT_FALSE(ranges.find(ip("64:ff9b:1::198.51.100.65"))) << "of a network's own choice";
}

TEST(AddressRanges, FindsANat64PrefixOfItsOwnInTheTable) {
  const AddressRanges ranges =
      AddressRanges::parse("2001:db8:64::/96 Nat64\n64:ff9b::/96 Any\n10.0.0.0/8 A\n").value();
  EXPECT_EQ(ranges.find(ip("2001:db8:64::192.0.2.1")), "Nat64");
  EXPECT_EQ(ranges.find(ip("64:ff9b::192.0.2.1")), "Any");
  EXPECT_EQ(ranges.find(ip("64:ff9b::10.1.2.3")), "A") << "more specific";
}

TEST(AddressRanges, FindsTheSameAsASearchOfAllRanges) {
  std::vector<AddressRange> all;
  std::uint32_t random = 1;
  const auto next = [&random] { return random = random * 1664525 + 1013904223; };
  for (int i = 0; i < 500; ++i) {
    const int length = 8 + static_cast<int>(next() >> 16U) % 25;
    const boost::asio::ip::address_v4 address(0x0a000000U | (next() >> 8U));
    all.push_back({IpPrefix(address, length), "R" + std::to_string(i)});
  }
  const AddressRanges ranges(all);
  for (int i = 0; i < 5000; ++i) {
    const IpAddress address = boost::asio::ip::address_v4(0x0a000000U | (next() >> 8U));
    const AddressRange* best = nullptr;
    for (const AddressRange& range : all) {
      const bool better = best == nullptr || range.prefix.length() > best->prefix.length();
      if (range.prefix.contains(address) && better) best = &range;
    }
    EXPECT_EQ(ranges.find(address),
              best == nullptr ? std::nullopt : std::optional<std::string_view>(best->name))
        << address;
  }
}

TEST(AddressRanges, UsesTheFirstOfEqualPrefixes) {
  const AddressRanges ranges = AddressRanges::parse("10.0.0.0/8 A\n10.0.0.0/8 B\n").value();
  EXPECT_EQ(ranges.size(), 1U);
  EXPECT_EQ(ranges.find(ip("10.1.2.3")), "A");
}

TEST(AddressRanges, KnowsItsDate) {
  const AddressRanges ranges = AddressRanges::parse(table).value();
  ASSERT_TRUE(ranges.date());
  EXPECT_EQ(date_text(*ranges.date()), "2026-11-23");
  EXPECT_FALSE(AddressRanges::parse("10.0.0.0/8 A\n")->date());
}

TEST(AddressRanges, ReportsTheLineOfAnError) {
  EXPECT_EQ(error_of("10.0.0.0/8 A\n10.0.0.1/8 B\n").substr(0, 8), "line 2: ");
  EXPECT_EQ(error_of("date 2026-02-30\n"), "line 1: \"2026-02-30\" is not a date like 2026-11-23");
  EXPECT_EQ(error_of("10.0.0.0/8\n"), "line 1: \"10.0.0.0/8\" is not a prefix and a name");
  EXPECT_EQ(error_of("10.0.0.0/8 A B\n"), "line 1: \"A B\" is not the name of a range");
  EXPECT_EQ(error_of("10.0.0.0/8 {}\n"), "line 1: \"{}\" is not the name of a range");
}

TEST(AddressRanges, RejectsATableThatWouldHideOrReportEverything) {
  EXPECT_EQ(error_of(""), "has no ranges");
  EXPECT_EQ(error_of("# only a comment\ndate 2026-11-23\n"), "has no ranges");
  EXPECT_EQ(error_of("0.0.0.0/0 A\n"), "line 1: \"0.0.0.0/0\" is too large for a published range");
  EXPECT_EQ(error_of("2000::/3 A\n"), "line 1: \"2000::/3\" is too large for a published range");
}

TEST(AddressRanges, RejectsIpv6PrefixesThatHaveAllIpv4Addresses) {
  for (const std::string prefix : {"::/16", "::/80", "::fffe:0:0/95", "::ffff:0:0/96"}) {
    EXPECT_EQ(error_of(prefix + " A\n"),
              "line 1: \"" + prefix + "\" is too large for a published range");
  }
  EXPECT_EQ(error_of("64:ff9b::/96 A\n"), "no error");
}

TEST(AddressRanges, RejectsATableOfTooManyRanges) {
  std::string large;
  for (std::size_t i = 0; i <= max_address_ranges; ++i) large += "10.0.0.0/8 A\n";
  EXPECT_EQ(error_of(large), "line 200001: more than 200000 ranges");
}

TEST(AddressRanges, ReadsTheTableThatItWrites) {
  const std::vector<AddressRange> ranges{{*IpPrefix::parse("10.0.0.0/8"), "A"},
                                         {*IpPrefix::parse("2001:db8::/32"), "B"}};
  const auto date = parse_date("2026-11-23").value();
  EXPECT_EQ(AddressRanges::parse(table_text(ranges, date)).value(), AddressRanges(ranges, date));
  EXPECT_EQ(table_text(ranges, {}), "10.0.0.0/8 A\n2001:db8::/32 B\n");
}

}  // namespace
}  // namespace peeringd

#include "assessment/addresses_text.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/addresses.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr WallTime text_wall{std::chrono::hours{1000}};

KnownLines some_addresses() {
  const auto of_teams = [](const char* source, const char* address, WallTime answered_at) {
    return KnownAddress{"teams.example", test::address(source), test::address(address),
                        answered_at};
  };
  return {.addresses = {of_teams("203.0.113.10", "192.0.2.1", text_wall - 3h),
                        of_teams("2001:db8::10", "2001:db8::1", text_wall - 1min)},
          .sources = {}};
}

KnownLines some_sources() {
  return {
      .addresses = {},
      .sources = {{"portland", "198.51.100.0/24", text_wall - 1h}, {"seattle", "auto", text_wall}}};
}

TEST(AddressesText, ReadsTheAddressesThatWereWritten) {
  EXPECT_EQ(addresses_from(addresses_text(some_addresses()), text_wall), some_addresses());
  EXPECT_EQ(addresses_from(addresses_text({}), text_wall), KnownLines{});
}

TEST(AddressesText, DropsAddressesADayAfterTheirAnswer) {
  const std::string text = addresses_text(some_addresses());
  EXPECT_EQ(addresses_from(text, text_wall + 21h)->addresses.size(), 2U);
  EXPECT_EQ(addresses_from(text, text_wall + 22h)->addresses.size(), 1U);
  EXPECT_TRUE(addresses_from(text, text_wall + 24h)->addresses.empty());
}

TEST(AddressesText, KeepsAddressesIfTheClockIsBehind) {
  const std::string text = addresses_text(some_addresses());
  EXPECT_EQ(addresses_from(text, WallTime{}), some_addresses()) << "the clock begins with 1970";
}

TEST(AddressesText, RejectsDamagedText) {
  const std::string text = addresses_text(some_addresses());
  EXPECT_FALSE(addresses_from("", text_wall));
  EXPECT_FALSE(addresses_from("peeringd addresses 2\n", text_wall));
  EXPECT_FALSE(addresses_from(text.substr(0, text.size() - 1), text_wall));
  EXPECT_FALSE(addresses_from(text + "surprise\n", text_wall));
  for (const char* entry :
       {"a.example\t203.0.113.10\tnowhere\t1", "a.example\t203.0.113.10\t2001:db8::1\t1",
        "a.example\t203.0.113.10\t192.0.2.1", "a.example\t203.0.113.10\t192.0.2.1\tsoon",
        "a.example\t203.0.113.10\t192.0.2.1\t99999999999999"}) {
    EXPECT_FALSE(addresses_from(text + "address\t" + entry + "\n", text_wall)) << entry;
  }
  for (const char* entry : {"a\tauto", "a\tauto\tsoon", "a\tauto\t1\tmore"}) {
    EXPECT_FALSE(addresses_from(text + "source\t" + entry + "\n", text_wall)) << entry;
  }
}

TEST(AddressesText, ReadsTheSourcesThatWereWritten) {
  const std::string text = addresses_text(some_sources());
  EXPECT_EQ(addresses_from(text, text_wall), some_sources());
  EXPECT_EQ(addresses_from(text, WallTime{}), some_sources()) << "the clock begins with 1970";
}

TEST(AddressesText, DropsSourcesAfterAWeek) {
  const auto read = addresses_from(addresses_text(some_sources()), text_wall + 7 * 24h);
  EXPECT_EQ(read->sources.size(), 1U);
}

}  // namespace
}  // namespace peeringd

#include "routes/rpki_validation.hpp"

#include <gtest/gtest.h>

#include <array>

namespace peeringd {
namespace {

IpPrefix net(std::string_view text) {
  return *IpPrefix::parse(text);
}

TEST(VrpTable, IsValidWithAnyMatchingVrp) {
  const std::vector<Vrp> vrps{{net("203.0.113.0/24"), 24, 64666},
                              {net("203.0.113.0/24"), 24, 64496}};
  EXPECT_EQ(VrpTable(vrps).validate(net("203.0.113.0/24"), 64496), RpkiState::valid);
}

TEST(VrpTable, IsInvalidWithCoveringVrpsThatDoNotMatch) {
  const std::vector<Vrp> vrps{{net("203.0.112.0/23"), 24, 64496}};
  EXPECT_EQ(VrpTable(vrps).validate(net("203.0.113.0/24"), 64496), RpkiState::valid);
  EXPECT_EQ(VrpTable(vrps).validate(net("203.0.113.0/24"), 64666), RpkiState::invalid);
  EXPECT_EQ(VrpTable(vrps).validate(net("203.0.113.0/25"), 64496), RpkiState::invalid)
      << "max_length";
  EXPECT_EQ(VrpTable(vrps).validate(net("203.0.113.0/24"), std::nullopt), RpkiState::invalid)
      << "AS_SET";
}

TEST(VrpTable, IsNotFoundWithoutACoveringVrp) {
  const std::vector<Vrp> vrps{{net("203.0.113.0/25"), 25, 64496},
                              {net("2001:db8::/32"), 48, 64496}};
  EXPECT_EQ(VrpTable(vrps).validate(net("203.0.113.0/24"), 64496), RpkiState::not_found);
  EXPECT_EQ(VrpTable().validate(net("203.0.113.0/24"), 64496), RpkiState::not_found);
  EXPECT_EQ(VrpTable(vrps).validate(net("2001:db8:a::/48"), 64496), RpkiState::valid);
}

TEST(VrpTable, NeverMatchesAsZero) {
  const std::vector<Vrp> vrps{{net("203.0.113.0/24"), 24, 0}};
  EXPECT_EQ(VrpTable(vrps).validate(net("203.0.113.0/24"), 0), RpkiState::invalid);
}

IpPrefix within(std::uint32_t prefix, int length, std::uint32_t part = 0) {
  const std::uint32_t bits = (10U << 24) + (prefix << 8) + (part << (32 - length));
  return {boost::asio::ip::address_v4(bits), length};
}

AsNumber owner_of(std::uint32_t prefix) {
  return 1'000 + prefix;
}

// Ten VRPs for each prefix 10.A.B.0/24. Eight concern parts of it. Of every three prefixes, the
// first may be announced by its owner, the second by another AS; the third has no VRP of its own.
std::vector<Vrp> many_vrps(std::uint32_t prefixes) {
  std::vector<Vrp> all;
  for (std::uint32_t i = 0; i < prefixes; ++i) {
    for (std::uint32_t part = 0; part < 8; ++part) {
      all.push_back({within(i, 27, part), 28, owner_of(i)});
    }
    const int length = i % 3 == 2 ? 26 : 24;
    all.push_back({within(i, length), length, i % 3 == 0 ? owner_of(i) : 65'000});
    all.push_back({within(i, length), length, 65'001});
  }
  return all;
}

TEST(VrpTable, FindsThoseOfEachPrefixAmongMany) {
  constexpr std::array expected{RpkiState::valid, RpkiState::invalid, RpkiState::not_found};
  constexpr std::uint32_t prefixes = 10'000;
  const auto vrps = many_vrps(prefixes);
  ASSERT_EQ(vrps.size(), 100'000);
  const VrpTable table(vrps);
  for (std::uint32_t i = 0; i < prefixes; ++i) {
    ASSERT_EQ(table.validate(within(i, 24), owner_of(i)), expected[i % 3]) << i;
    ASSERT_EQ(table.validate(within(i, 28, 15), owner_of(i)), RpkiState::valid) << i;
    ASSERT_EQ(table.validate(within(i, 29, 31), owner_of(i)), RpkiState::invalid) << i;
    ASSERT_EQ(table.validate(within(i, 28, 15), 65'002), RpkiState::invalid) << i;
  }
}

TEST(VrpTable, KnowsTheDefaultRouteAndBothFamilies) {
  const VrpTable table({{net("0.0.0.0/0"), 8, 64496}, {net("::/0"), 128, 64497}});
  EXPECT_EQ(table.validate(net("10.0.0.0/8"), 64496), RpkiState::valid);
  EXPECT_EQ(table.validate(net("203.0.113.0/24"), 64496), RpkiState::invalid);
  EXPECT_EQ(table.validate(net("2001:db8::1/128"), 64497), RpkiState::valid);
}

}  // namespace
}  // namespace peeringd

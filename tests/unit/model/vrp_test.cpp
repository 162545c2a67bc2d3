#include "model/vrp.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

IpPrefix net(std::string_view text) {
  return *IpPrefix::parse(text);
}

TEST(Vrp, IsValidWithAnyMatchingVrp) {
  const std::vector<Vrp> vrps{{net("203.0.113.0/24"), 24, 64666},
                              {net("203.0.113.0/24"), 24, 64496}};
  EXPECT_EQ(validate(vrps, net("203.0.113.0/24"), 64496), RpkiState::valid);
}

TEST(Vrp, IsInvalidWithCoveringVrpsThatDoNotMatch) {
  const std::vector<Vrp> vrps{{net("203.0.112.0/23"), 24, 64496}};
  EXPECT_EQ(validate(vrps, net("203.0.113.0/24"), 64496), RpkiState::valid);
  EXPECT_EQ(validate(vrps, net("203.0.113.0/24"), 64666), RpkiState::invalid);
  EXPECT_EQ(validate(vrps, net("203.0.113.0/25"), 64496), RpkiState::invalid) << "max_length";
  EXPECT_EQ(validate(vrps, net("203.0.113.0/24"), std::nullopt), RpkiState::invalid) << "AS_SET";
}

TEST(Vrp, IsNotFoundWithoutACoveringVrp) {
  const std::vector<Vrp> vrps{{net("203.0.113.0/25"), 25, 64496},
                              {net("2001:db8::/32"), 48, 64496}};
  EXPECT_EQ(validate(vrps, net("203.0.113.0/24"), 64496), RpkiState::not_found);
  EXPECT_EQ(validate({}, net("203.0.113.0/24"), 64496), RpkiState::not_found);
  EXPECT_EQ(validate(vrps, net("2001:db8:a::/48"), 64496), RpkiState::valid);
}

TEST(Vrp, NeverMatchesAsZero) {
  const std::vector<Vrp> vrps{{net("203.0.113.0/24"), 24, 0}};
  EXPECT_EQ(validate(vrps, net("203.0.113.0/24"), 0), RpkiState::invalid);
}

}  // namespace
}  // namespace peeringd

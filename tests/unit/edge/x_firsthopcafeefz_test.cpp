#include <gmock/gmock.h>

#include "edge/pop.hpp"

namespace peeringd {
namespace {

using ::testing::Optional;
using namespace std::string_view_literals;

TEST(XFirsthopcafeefz, NamesThePop) {
  EXPECT_THAT(pop_of_x_firsthopcafeefz("PHX"), Optional(EdgePop{"PHX", "", "x-firsthopcafeefz"}));
  EXPECT_THAT(pop_of_x_firsthopcafeefz("MNZ"), Optional(EdgePop{"MNZ", "", "x-firsthopcafeefz"}));
}

TEST(XFirsthopcafeefz, NamesNoPopUnlessItIsThreeUpperCaseLetters) {
  for (const std::string_view value :
       {""sv, "PH"sv, "PHXA"sv, "phx"sv, "PH1"sv, "PH "sv, "P-X"sv, "PHX,DUB"sv, "PHX\0"sv,
        "P\0X"sv, "PH\xD8"sv, "\xC3\x84X"sv}) {
    EXPECT_EQ(pop_of_x_firsthopcafeefz(value), std::nullopt) << value;
  }
  EXPECT_EQ(pop_of_x_firsthopcafeefz(std::string(1'000'000, 'P')), std::nullopt);
}

}  // namespace
}  // namespace peeringd

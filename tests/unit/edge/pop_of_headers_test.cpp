#include <gmock/gmock.h>

#include "edge/pop.hpp"

namespace peeringd {
namespace {

using ::testing::Optional;

constexpr std::string_view edge_ams = "Ref A: 3F2504E04F8941D39A0C0305E82C3301 Ref B: AMSEDGE0312";
constexpr std::string_view edge_ams_other_node =
    "Ref A: 3F2504E04F8941D39A0C0305E82C3302 Ref B: AMS04EDGE0101";
constexpr std::string_view edge_lon =
    "Ref A: 3F2504E04F8941D39A0C0305E82C3303 Ref B: LON04EDGE0411";
constexpr std::string_view azure_ams = "20260128T051445Z-15f8bd58b94hwsb7hC1AMS6pv8";
constexpr std::string_view azure_fra = "20260128T051445Z-15f8bd58b94hwsb7hC1FRA6pv8";
constexpr std::string_view azure_without_pop =
    "20241021T080528Z-1778f6874c7c2xz2xm9wb3u85800000005rg00000000ha5r";

std::optional<EdgePop> pop_of(std::vector<HeaderView> headers) {
  return pop_of_headers(headers);
}

TEST(PopOfHeaders, ReadsEachOfTheThreeHeaders) {
  EXPECT_THAT(pop_of({{"X-MSEdge-Ref", edge_lon}}), Optional(EdgePop{"LON", "04", "x-msedge-ref"}));
  EXPECT_THAT(pop_of({{"x-azure-ref", azure_fra}}), Optional(EdgePop{"FRA", "", "x-azure-ref"}));
  EXPECT_THAT(pop_of({{"X-FirstHopCafeEFZ", "PHX"}}),
              Optional(EdgePop{"PHX", "", "x-firsthopcafeefz"}));
}

TEST(PopOfHeaders, FindsNoPopWithoutTheHeaders) {
  EXPECT_EQ(pop_of({}), std::nullopt);
  EXPECT_EQ(pop_of({{"", ""}, {"Server", "LON04EDGE0411"}, {"Date", azure_fra}}), std::nullopt);
}

TEST(PopOfHeaders, IgnoresHeadersOfTheBackendAndOfLaterHops) {
  EXPECT_EQ(pop_of({{"X-FEEFZInfo", "PHX"},
                    {"X-BEServer", "PHX"},
                    {"X-DiagInfo", "PHX"},
                    {"X-CCC", "NL"},
                    {"x-ms-ests-server", "2.1.19005.9 - WEULR1 ProdSlices"}}),
            std::nullopt);
}

TEST(PopOfHeaders, DoesNotDependOnTheCaseOfNames) {
  EXPECT_TRUE(pop_of({{"x-msedge-ref", edge_lon}}));
  EXPECT_TRUE(pop_of({{"X-MSEDGE-REF", edge_lon}}));
  EXPECT_TRUE(pop_of({{"X-Azure-Ref", azure_fra}}));
  EXPECT_TRUE(pop_of({{"x-firsthopcafeefz", "PHX"}}));
}

TEST(PopOfHeaders, IgnoresWhiteSpaceAroundAValue) {
  EXPECT_TRUE(pop_of({{"X-FirstHopCafeEFZ", " \tPHX \t"}}));
  EXPECT_EQ(pop_of({{"X-FirstHopCafeEFZ", " \t "}}), std::nullopt);
  EXPECT_EQ(pop_of({{"X-FirstHopCafeEFZ", "PHX\r\n"}}), std::nullopt);
}

TEST(PopOfHeaders, PrefersFrontDoorToTheFrontEndBehindIt) {
  EXPECT_THAT(pop_of({{"X-FirstHopCafeEFZ", "PHX"}, {"X-MSEdge-Ref", edge_lon}}),
              Optional(EdgePop{"LON", "04", "x-msedge-ref"}));
  EXPECT_THAT(pop_of({{"X-FirstHopCafeEFZ", "PHX"}, {"x-azure-ref", azure_fra}}),
              Optional(EdgePop{"FRA", "", "x-azure-ref"}));
}

TEST(PopOfHeaders, FindsNoPopIfFrontDoorDoesNotNameOne) {
  EXPECT_EQ(pop_of({{"x-azure-ref", azure_without_pop}}), std::nullopt);
  EXPECT_EQ(pop_of({{"x-azure-ref", azure_without_pop}, {"X-FirstHopCafeEFZ", "PHX"}}),
            std::nullopt);
  EXPECT_EQ(pop_of({{"x-azure-ref", azure_without_pop}, {"X-MSEdge-Ref", edge_lon}}), std::nullopt);
}

TEST(PopOfHeaders, FindsThePopThatBothFrontDoorHeadersName) {
  EXPECT_THAT(pop_of({{"x-azure-ref", azure_ams}, {"X-MSEdge-Ref", edge_ams_other_node}}),
              Optional(EdgePop{"AMS", "04", "x-msedge-ref"}));
}

TEST(PopOfHeaders, FindsNoPopIfTheFrontDoorHeadersDisagree) {
  EXPECT_EQ(pop_of({{"x-azure-ref", azure_fra}, {"X-MSEdge-Ref", edge_lon}}), std::nullopt);
}

TEST(PopOfHeaders, FindsThePopOfARepeatedHeaderOnlyIfAllAgree) {
  EXPECT_THAT(pop_of({{"X-MSEdge-Ref", edge_ams}, {"X-MSEdge-Ref", edge_ams_other_node}}),
              Optional(EdgePop{"AMS", "", "x-msedge-ref"}));
  EXPECT_EQ(pop_of({{"X-MSEdge-Ref", edge_ams}, {"X-MSEdge-Ref", edge_lon}}), std::nullopt);
  EXPECT_EQ(pop_of({{"x-azure-ref", azure_fra}, {"x-azure-ref", azure_without_pop}}), std::nullopt);
  EXPECT_EQ(pop_of({{"x-azure-ref", azure_without_pop}, {"x-azure-ref", azure_fra}}), std::nullopt);
  EXPECT_EQ(pop_of({{"X-FirstHopCafeEFZ", "PHX"}, {"X-FirstHopCafeEFZ", "DUB"}}), std::nullopt);
}

TEST(PopOfHeaders, HandlesAFloodOfHeaders) {
  const std::string giant(1'000'000, ' ');
  std::vector<HeaderView> headers(10'000, HeaderView{giant, giant});
  headers.push_back({"X-MSEdge-Ref", edge_lon});
  EXPECT_TRUE(pop_of_headers(headers));
}

TEST(PopOfHeaders, ReadsExactlyTheHeadersOfItsList) {
  for (const std::string_view name : pop_header_names) {
    EXPECT_TRUE(pop_of({{name, edge_lon}}) || pop_of({{name, azure_fra}}) ||
                pop_of({{name, "PHX"}}))
        << name;
  }
}

}  // namespace
}  // namespace peeringd

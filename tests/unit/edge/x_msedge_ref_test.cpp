#include <gmock/gmock.h>

#include "edge/pop.hpp"

namespace peeringd {
namespace {

using ::testing::Optional;
using namespace std::string_literals;

const std::string ref_a = "Ref A: 3F2504E04F8941D39A0C0305E82C3301";

std::string with_node(const std::string& node) {
  return ref_a + " Ref B: " + node + " Ref C: 2025-11-13T09:14:26Z";
}

EdgePop msedge_pop(std::string code, std::string site) {
  return {std::move(code), std::move(site), "x-msedge-ref"};
}

TEST(XMsedgeRef, NamesThePopByANodeOfTheClassicForm) {
  EXPECT_THAT(pop_of_x_msedge_ref(with_node("AMSEDGE0312")), Optional(msedge_pop("AMS", "")));
  EXPECT_THAT(pop_of_x_msedge_ref(with_node("LON04EDGE0411")), Optional(msedge_pop("LON", "04")));
  EXPECT_THAT(pop_of_x_msedge_ref(with_node("BL2EDGE1012")), Optional(msedge_pop("BL", "2")));
}

TEST(XMsedgeRef, NamesThePopByANodeOfTheNewerForm) {
  EXPECT_THAT(pop_of_x_msedge_ref(with_node("FRA261110505054")), Optional(msedge_pop("FRA", "26")));
  EXPECT_THAT(pop_of_x_msedge_ref(with_node("CO6AA3150217011")), Optional(msedge_pop("CO", "6AA")));
}

// Captured in 2019 and 2021, of responses with the status 400.
TEST(XMsedgeRef, MayHaveTheEncodedFormOfXAzureRef) {
  EXPECT_THAT(pop_of_x_msedge_ref("0OPdbXAAAAACPvltTXmg8T6Ynwb1og0T8TE9OMDRFREdFMDQyMABFZGdl"),
              Optional(msedge_pop("LON", "04")));
  EXPECT_THAT(pop_of_x_msedge_ref("0KG5EYAAAAABYIMDPN5jJR4UrZheAGW71U0pDRURHRTAyMjAARWRnZQ=="),
              Optional(msedge_pop("SJC", "")));
  EXPECT_EQ(pop_of_x_msedge_ref("0KG5EYAAAAABYIMDPN5jJR4UrZheAGW71U0pDRURHRTAyMjAARWRn"),
            std::nullopt);
}

TEST(XMsedgeRef, MayLackRefC) {
  EXPECT_THAT(pop_of_x_msedge_ref(ref_a + " Ref B: TPE30EDGE0715"),
              Optional(msedge_pop("TPE", "30")));
}

TEST(XMsedgeRef, PassesUnknownCodesThrough) {
  EXPECT_THAT(pop_of_x_msedge_ref(with_node("QZXEDGE0312")), Optional(msedge_pop("QZX", "")));
}

TEST(XMsedgeRef, NamesNoPopByANodeOfAnotherForm) {
  for (const std::string node :
       {"", "AMS", "EDGE0312", "amsEDGE0312", "LON04EDGE0411,AMSEDGE0312"}) {
    EXPECT_EQ(pop_of_x_msedge_ref(with_node(node)), std::nullopt) << node;
  }
}

TEST(XMsedgeRef, NamesNoPopIfTruncated) {
  const std::string whole = with_node("AMSEDGE0312");
  const std::size_t end_of_node = whole.find(" Ref C");
  for (std::size_t length = 0; length < end_of_node; ++length) {
    EXPECT_EQ(pop_of_x_msedge_ref(whole.substr(0, length)), std::nullopt) << length;
  }
}

TEST(XMsedgeRef, NamesNoPopIfItsPartsHaveAnotherForm) {
  ASSERT_TRUE(pop_of_x_msedge_ref(ref_a + " Ref B: AMSEDGE0312"));
  for (const std::string rest :
       {"Ref B: AMSEDGE0312", "0 Ref B: AMSEDGE0312", "  Ref B: AMSEDGE0312", " Ref B:AMSEDGE0312",
        " ref b: AMSEDGE0312", " Ref B: AMSEDGE0312 ", " Ref B: AMSEDGE0312 Ref D: 1",
        " Ref B: AMSEDGE0312 Ref C: ", " Ref B: AMSEDGE0312 Ref C: now",
        " Ref B: AMSEDGE0312, Ref B: AMSEDGE0312"}) {
    EXPECT_EQ(pop_of_x_msedge_ref(ref_a + rest), std::nullopt) << rest;
  }
}

TEST(XMsedgeRef, NamesNoPopWithoutAnIdOf32HexDigits) {
  for (const std::string id :
       {"", "3F2504E04F8941D39A0C0305E82C330", "3F2504E04F8941D39A0C0305E82C330G",
        "3F2504E0-4F89-41D3-9A0C-0305E82C3301"}) {
    EXPECT_EQ(pop_of_x_msedge_ref("Ref A: " + id + " Ref B: AMSEDGE0312"), std::nullopt) << id;
  }
  EXPECT_EQ(pop_of_x_msedge_ref("Ref B: AMSEDGE0312"), std::nullopt);
  EXPECT_EQ(pop_of_x_msedge_ref("x" + with_node("AMSEDGE0312")), std::nullopt);
}

TEST(XMsedgeRef, NamesNoPopIfThereAreInvalidBytes) {
  EXPECT_EQ(pop_of_x_msedge_ref(with_node("AMS\0EDGE0312"s)), std::nullopt);
  EXPECT_EQ(pop_of_x_msedge_ref(with_node("AMSEDGE0312\0"s)), std::nullopt);
  EXPECT_EQ(pop_of_x_msedge_ref(with_node("\xFF\xFE\xFD"
                                          "EDGE0312")),
            std::nullopt);
  EXPECT_EQ(pop_of_x_msedge_ref(std::string(64, '\0')), std::nullopt);
}

TEST(XMsedgeRef, NamesNoPopWhenItIsLongerThanAnyRealOne) {
  const std::string whole = with_node("AMSEDGE0312");
  const std::string longest = whole + std::string(longest_pop_header - whole.size(), '0');
  EXPECT_THAT(pop_of_x_msedge_ref(longest), Optional(msedge_pop("AMS", "")));
  EXPECT_EQ(pop_of_x_msedge_ref(longest + '0'), std::nullopt);
  EXPECT_EQ(pop_of_x_msedge_ref(ref_a + " Ref B: " + std::string(1'000'000, 'A')), std::nullopt);
}

}  // namespace
}  // namespace peeringd

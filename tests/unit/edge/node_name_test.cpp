#include "edge/node_name.hpp"

#include <gtest/gtest.h>

#include <string>

namespace peeringd {
namespace {

std::string split(std::string_view name) {
  const auto node = parse_node_name(name);
  return node ? std::string(node->code) + '|' + std::string(node->site) : "none";
}

TEST(NodeName, StartsWithThePopInTheClassicForm) {
  EXPECT_EQ(split("AMSEDGE0312"), "AMS|");
  EXPECT_EQ(split("PAOEDGE0418"), "PAO|");
  EXPECT_EQ(split("LON04EDGE0411"), "LON|04");
  EXPECT_EQ(split("TPE30EDGE0715"), "TPE|30");
  EXPECT_EQ(split("BL2EDGE1012"), "BL|2");
  EXPECT_EQ(split("BY3EDGE0311"), "BY|3");
  EXPECT_EQ(split("HK12EDGE0915"), "HK|12");
  EXPECT_EQ(split("LON4EDGE0411"), "LON|4");
}

TEST(NodeName, StartsWithThePopInTheNewerForm) {
  EXPECT_EQ(split("LON281181714054"), "LON|28");
  EXPECT_EQ(split("PNQ241100406036"), "PNQ|24");
  EXPECT_EQ(split("FRA261110505054"), "FRA|26");
  EXPECT_EQ(split("CO6AA3150217011"), "CO|6AA");
}

TEST(NodeName, NeedsADigitAfterTwoLetters) {
  EXPECT_EQ(split("BLEDGE1012"), "none");
  EXPECT_EQ(split("BLAAA3150217011"), "none");
}

TEST(NodeName, RejectsAnotherNumberOfLettersOrDigits) {
  for (const std::string_view name : {"",
                                      "EDGE",
                                      "EDGE0312",
                                      "0312",
                                      "AEDGE0312",
                                      "A1EDGE0312",
                                      "AMSTEDGE0312",
                                      "04EDGE0411",
                                      "LON041EDGE0411",
                                      "LON04EDGE041",
                                      "LON04EDGE04110",
                                      "LONEDGEEDGE0312",
                                      "L0N04EDGE0411",
                                      "LON04EDG0411",
                                      "LON04EDGEA411",
                                      "LON0AEDGE0411",
                                      "EDGEDGE",
                                      "LON28118171405",
                                      "LON2811817140540",
                                      "LON2A1181714054",
                                      "LON28118171405A",
                                      "LONA81181714054",
                                      "LOND281181714054",
                                      "CO66A3150217011",
                                      "CO6A93150217011",
                                      "C06AA3150217011",
                                      "CO6AAA315021701"}) {
    EXPECT_EQ(split(name), "none") << name;
  }
}

TEST(NodeName, MustBeAnUpperCaseWord) {
  for (const std::string_view name :
       {"amsEDGE0312", "AMSedge0312", "AmSEDGE0312", "co6AA3150217011", "CO6aa3150217011",
        " AMSEDGE0312", "AMSEDGE0312 ", "AMSEDGE0312\n", "\xC3\x84MSEDGE0312", "AMS-EDGE0312"}) {
    EXPECT_EQ(split(name), "none") << name;
  }
  using namespace std::string_view_literals;
  EXPECT_EQ(split("AMSEDGE0312\0"sv), "none");
  EXPECT_EQ(split("AM\0EDGE0312"sv), "none");
}

}  // namespace
}  // namespace peeringd

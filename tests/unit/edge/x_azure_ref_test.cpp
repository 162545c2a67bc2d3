#include <gmock/gmock.h>

#include "edge/pop.hpp"
#include "unit/edge/old_azure_ref.hpp"

namespace peeringd {
namespace {

using ::testing::Optional;
using namespace std::string_literals;
using test::old_azure_ref;

EdgePop pop(std::string code, std::string site) {
  return {std::move(code), std::move(site), "x-azure-ref"};
}

std::string without_padding(const std::string& value) {
  return value.substr(0, value.find('='));
}

TEST(XAzureRef, NamesThePopByTheNodeInTheOldForm) {
  EXPECT_THAT(pop_of_x_azure_ref(old_azure_ref("WSTEDGE0619")), Optional(pop("WST", "")));
  EXPECT_THAT(pop_of_x_azure_ref(old_azure_ref("MIL30EDGE0609")), Optional(pop("MIL", "30")));
  EXPECT_THAT(pop_of_x_azure_ref(old_azure_ref("DB3EDGE1204")), Optional(pop("DB", "3")));
  EXPECT_THAT(pop_of_x_azure_ref(old_azure_ref("FRA261110505054")), Optional(pop("FRA", "26")));
}

TEST(XAzureRef, ReadsTheOldFormAsMicrosoftDocumentsIt) {  // "Protocol support for HTTP headers"
  EXPECT_THAT(pop_of_x_azure_ref("0zxV+XAAAAABKMMOjBv2NT4TY6SQVjC0zV1NURURHRTA2MTkANDM3YzgyY2QtMzYw"
                                 "YS00YTU0LTk0YzMtNWZmNzA3NjQ3Nzgz"),
              Optional(pop("WST", "")));
}

// From the documentation of Front Door, and from captures of 2019 to 2026.
TEST(XAzureRef, AcceptsEdgeInsteadOfAGuidInTheOldForm) {
  EXPECT_THAT(pop_of_x_azure_ref("0WrHgWgAAAACFupORp/8MS6vxhG/WUvawV1NURURHRTAzMjEARWRnZQ=="),
              Optional(pop("WST", "")));
  EXPECT_THAT(pop_of_x_azure_ref(old_azure_ref("LON04EDGE0420", "Edge")),
              Optional(pop("LON", "04")));
  EXPECT_THAT(pop_of_x_azure_ref(old_azure_ref("DB3EDGE1204", "Edge0042")),
              Optional(pop("DB", "3")));
  for (const std::string tail :
       {"edge", "Edg", "Edge ", "Edge12345", "Edgex", "EdgeEdge", "1Edge"}) {
    EXPECT_EQ(pop_of_x_azure_ref(old_azure_ref("LON04EDGE0420", tail)), std::nullopt) << tail;
  }
}

TEST(XAzureRef, AcceptsTheOldFormWithoutPadding) {
  for (const std::string node : {"AMSEDGE0312", "BL2EDGE1012", "LON4EDGE0411", "LON04EDGE0411"}) {
    const std::string value = old_azure_ref(node);
    EXPECT_TRUE(pop_of_x_azure_ref(value)) << value;
    EXPECT_TRUE(pop_of_x_azure_ref(without_padding(value))) << value;
  }
}

TEST(XAzureRef, NamesNoPopIfTheOldFormLacksANodeOrGuid) {
  EXPECT_EQ(pop_of_x_azure_ref(old_azure_ref("")), std::nullopt);
  EXPECT_EQ(pop_of_x_azure_ref(old_azure_ref("AMS")), std::nullopt);
  EXPECT_EQ(pop_of_x_azure_ref(old_azure_ref("AMSEDGE0312", "")), std::nullopt);
  EXPECT_EQ(pop_of_x_azure_ref(old_azure_ref("AMSEDGE0312", std::string(36, '0'))), std::nullopt);
  EXPECT_EQ(
      pop_of_x_azure_ref(old_azure_ref("AMSEDGE0312", "437c82cd-360a-4a54-94c3-5ff7076477830")),
      std::nullopt);
  EXPECT_EQ(
      pop_of_x_azure_ref(old_azure_ref("AMSEDGE0312", "437c82cd-360a-4a54-94c3-5ff70764778g")),
      std::nullopt);
}

TEST(XAzureRef, NamesNoPopIfTheOldFormIsTruncated) {
  const std::string whole = without_padding(old_azure_ref("LON04EDGE0411"));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_EQ(pop_of_x_azure_ref(whole.substr(0, length)), std::nullopt) << length;
  }
  EXPECT_EQ(pop_of_x_azure_ref(whole.substr(1)), std::nullopt);
}

TEST(XAzureRef, NamesNoPopIfTheOldFormIsNotBase64) {
  const std::string whole = old_azure_ref("AMSEDGE0312");
  for (const char c : {' ', '-', '_', '=', '\0', '\xC3'}) {
    std::string broken = whole;
    broken[20] = c;
    EXPECT_EQ(pop_of_x_azure_ref(broken), std::nullopt) << c;
  }
  EXPECT_EQ(pop_of_x_azure_ref(whole + "===="), std::nullopt);
  EXPECT_EQ(pop_of_x_azure_ref("0" + std::string(511, 'A')), std::nullopt);
}

TEST(XAzureRef, NamesNoPopInTheFormOf2024) {
  EXPECT_EQ(pop_of_x_azure_ref("20241021T080528Z-1778f6874c7c2xz2xm9wb3u85800000005rg00000000ha5r"),
            std::nullopt);
}

TEST(XAzureRef, NamesThePopAfterTheMarkSince2025) {
  EXPECT_THAT(
      pop_of_x_azure_ref("20260128T051445Z-15f8bd58b94hwsb7hC1FRA6pv800000001g000000000kz2p"),
      Optional(pop("FRA", "")));
  EXPECT_THAT(
      pop_of_x_azure_ref("20250611T142233Z-r16b4d7c5f9xk2vthC1LONqzt000000004d0000000019mb"),
      Optional(pop("LON", "")));
}

TEST(XAzureRef, NamesATwoLetterCodeWithItsSiteSince2025) {
  EXPECT_THAT(
      pop_of_x_azure_ref("20260307T090544Z-17c6b954d8bt8blrhC1CO1xqns0000000uyg0000000012z6"),
      Optional(pop("CO", "1")));
}

TEST(XAzureRef, NamesNoPopIfNoCodeFollowsTheMarkSince2025) {
  const std::string start = "20260128T051445Z-15f8bd58b94hwsb7hC1";
  for (const std::string rest :
       {"", "F", "FR", "FRa6pv8", "fra6pv8", "FRAN6pv8", "F6pv8", "FRA6Pv8", "FRA6pv8hC1AMSx",
        "FRA-6pv8", "FRA 6pv8", "FRA\xC3\xA4"}) {
    EXPECT_EQ(pop_of_x_azure_ref(start + rest), std::nullopt) << rest;
  }
  EXPECT_EQ(pop_of_x_azure_ref(start + "FRA\0"s), std::nullopt);
}

TEST(XAzureRef, NamesNoPopWithoutATimeOrWithAnotherMarkSince2025) {
  for (const std::string_view value :
       {"15f8bd58b94hwsb7hC1FRA6pv8", "20260128T051445Z15f8bd58b94hwsb7hC1FRA6pv8",
        "2026-01-28T05:14:45Z-15f8bd58b94hwsb7hC1FRA6pv8",
        "20260128T051445Z-15f8bd58b94hwsb7hC2FRA6pv8",
        "20260128T051445Z-15f8bd58b94hwsb7hc1FRA6pv8",
        "20260128T051445Z-15F8bd58b94hwsb7hC1FRA6pv8", "20260128T051445Z-", "20260128T051445Z"}) {
    EXPECT_EQ(pop_of_x_azure_ref(value), std::nullopt) << value;
  }
}

TEST(XAzureRef, NamesNoPopWhenItIsLongerThanAnyRealOne) {
  const std::string start = "20260128T051445Z-15f8bd58b94hwsb7hC1FRA";
  const std::string longest = start + std::string(longest_pop_header - start.size(), '0');
  EXPECT_THAT(pop_of_x_azure_ref(longest), Optional(pop("FRA", "")));
  EXPECT_EQ(pop_of_x_azure_ref(longest + '0'), std::nullopt);
  EXPECT_EQ(pop_of_x_azure_ref(std::string(1'000'000, '0')), std::nullopt);
}

}  // namespace
}  // namespace peeringd

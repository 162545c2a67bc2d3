#include "import/azure_import.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "config/load_config.hpp"
#include "import/connections_text.hpp"
#include "import/generated_header.hpp"
#include "unit/config/written_files.hpp"
#include "unit/import/azure_files.hpp"

namespace peeringd {
namespace {

using test::azure_file;
using test::import_named;
using test::import_text;
using test::messages_of;
using test::prefix_json;
using test::service_json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class AzureShape : public ::testing::TestWithParam<std::vector<std::string>> {};

TEST_P(AzureShape, GivesTheSameConnections) {
  const ImportResult result = import_named(GetParam());
  ASSERT_THAT(messages_of(result.errors), IsEmpty());
  EXPECT_EQ(without_header(result.text), without_header(azure_file("connections.yaml").text));
}

TEST_P(AzureShape, IsValidWithTheShippedConfiguration) {
  const test::WrittenFiles files;
  std::filesystem::copy(PEERINGD_SOURCE_DIR "/config", files.path("."),
                        std::filesystem::copy_options::recursive);
  std::ofstream(files.path("connections.d/azure.yaml")) << import_named(GetParam()).text;
  const LoadedConfig loaded = load_config(files.path("peeringd.yaml"));
  ASSERT_EQ(loaded.config.connections.size(), 3U);  // and that of the main file
  const ConnectionConfig& atlanta = loaded.config.connections[1];
  EXPECT_EQ(atlanta.name, "Atlanta-office");
  EXPECT_EQ(atlanta.partner, "Fabrikam: \"fast\" internet");
  EXPECT_EQ(atlanta.location.country, "US");
  EXPECT_EQ(atlanta.location.state, "GA");
  EXPECT_EQ(atlanta.labels.at("azure_name"), "Atlanta office");
}

TEST_P(AzureShape, ContainsNoKey) {
  AzureImportOptions options = test::with_countries();
  for (const bool all : {false, true}) {
    options.all = all;
    const ImportResult result = import_named(GetParam(), options);
    EXPECT_THAT(result.text, Not(HasSubstr("secret")));
    for (const auto& list : {result.errors, result.warnings}) {
      for (const std::string& line : messages_of(list)) EXPECT_THAT(line, Not(HasSubstr("secret")));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Azure, AzureShape,
    ::testing::Values(std::vector<std::string>{"arm-services.json", "arm-prefixes.json"},
                      std::vector<std::string>{"arm-prefixes.json", "arm-services.json"},
                      std::vector<std::string>{"az-peering.json"},
                      std::vector<std::string>{"powershell.json"},
                      std::vector<std::string>{"rest-method.json"},
                      std::vector<std::string>{"resource-graph.json", "arm-prefixes.json"},
                      std::vector<std::string>{"resource-graph.json", "arm-services.json",
                                               "arm-prefixes.json", "arm-prefixes.json"}));

TEST(AzureImport, RejectsFilesOfSeveralExports) {
  const std::string service = service_json("a");
  const std::string prefix = prefix_json("a", "203.0.113.0/24");
  const auto replaced = [](std::string text, std::string_view from, std::string_view to) {
    return text.replace(text.find(from), from.size(), to);
  };
  const auto errors_of = [](const std::vector<std::string>& texts) {
    std::vector<ImportFile> files;
    for (const std::string& text : texts) {
      files.push_back({"file" + std::to_string(files.size() + 1) + ".json", text});
    }
    return messages_of(import_azure(files, test::with_countries()).errors);
  };
  EXPECT_THAT(errors_of({service, prefix, service, prefix}), IsEmpty());
  EXPECT_THAT(errors_of({service, prefix, service_json("a", "g", "London")}),
              ElementsAre(AllOf(HasSubstr("file3.json"), HasSubstr("other values at file1.json"),
                                HasSubstr("one export only"))));
  EXPECT_THAT(errors_of({service, prefix, replaced(prefix, "Verified", "Failed")}),
              ElementsAre(HasSubstr("the prefix is 203.0.113.0/24, Failed, but 203.0.113.0/24, "
                                    "Verified at file2.json")));
  const std::string other =
      replaced(prefix, R"("prefix":"203.0.113.0/24")", R"("prefix":"198.51.100.0/24")");
  EXPECT_THAT(errors_of({service, prefix, other}),
              ElementsAre(HasSubstr("the prefix is 198.51.100.0/24")));
}

// Replacing it in silence would rename the connection.
TEST(AzureImport, RejectsANameThatIsTheValueOfASecret) {
  const std::string service = service_json("seattle-hub");
  const std::string tagged =
      service.substr(0, service.size() - 1) + R"(,"tags":{"siteKey":"seattle-hub"}})";
  EXPECT_THAT(
      messages_of(import_text(tagged + prefix_json("seattle-hub", "203.0.113.0/24")).errors),
      ElementsAre(AllOf(HasSubstr("name contains the value of a member that looks like a secret"),
                        Not(HasSubstr("seattle-hub")))));
}

TEST(AzureImport, ReadsJoinedFilesWithByteOrderMarks) {
  const std::string mark = "\xef\xbb\xbf";
  const ImportResult result = import_text(mark + service_json("a") + "\r\n" + mark +
                                          prefix_json("a", "203.0.113.0/24") + "\r\n" + mark);
  EXPECT_THAT(messages_of(result.errors), IsEmpty());
  EXPECT_THAT(result.text, HasSubstr("203.0.113.0/24"));
}

TEST(AzureImport, NamesItsFilesWithoutTheirFolders) {
  const ImportFile services{"/home/a/arm-services.json", azure_file("arm-services.json").text};
  const std::vector<ImportFile> files{services, azure_file("arm-prefixes.json")};
  EXPECT_THAT(import_azure(files, test::with_countries()).text,
              ::testing::StartsWith(
                  "# Generated by: peeringd import azure arm-services.json arm-prefixes.json\n"));
}

TEST(AzureImport, UsesPrefixesOfAnyStateOnDemand) {
  AzureImportOptions options = test::with_countries();
  options.all = true;
  const ImportResult result = import_named({"arm-services.json", "arm-prefixes.json"}, options);
  EXPECT_THAT(result.text, HasSubstr("\n      - 192.0.2.0/24  # Failed: Peering service provider "
                                     "not found\n"));
  EXPECT_THAT(result.text, HasSubstr("\n      - 203.0.113.128/25  # AwaitingMoonPhase\n"));
  EXPECT_THAT(result.text, HasSubstr("\n  - name: london\n"));
}

TEST(AzureImport, WarnsOfAConnectionWithoutAVerifiedPrefix) {
  const ImportResult result = import_named({"arm-services.json", "arm-prefixes.json"});
  EXPECT_THAT(messages_of(result.warnings),
              ElementsAre("arm-services.json: value[2]: the connection \"london\" is left out: the "
                          "peering service has no Verified prefix",
                          "arm-services.json: value[3]: the connection \"zurich\" is left out: the "
                          "peering service has no Verified prefix"));
}

TEST(AzureImport, ReportsWhichCommandGetsMissingPrefixes) {
  const ImportResult result = import_named({"resource-graph.json"});
  EXPECT_THAT(result.text, IsEmpty());
  ASSERT_EQ(result.errors.size(), 4U);
  EXPECT_EQ(result.errors[0].to_string(),
            "resource-graph.json: data[1]: the prefixes of the peering service \"Atlanta office\" "
            "are not among the files; add the output of: az rest --method get --url "
            "'https://management.azure.com/subscriptions/00000000-0000-4000-8000-000000000001/"
            "resourceGroups/rg-net/providers/Microsoft.Peering/peeringServices/Atlanta%20office/"
            "prefixes?api-version=2022-10-01'");
}

TEST(AzureImport, ReportsAPrefixWithoutItsService) {
  const ImportResult result = import_named({"arm-prefixes.json"});
  ASSERT_EQ(result.errors.size(), 3U);
  EXPECT_THAT(result.errors[0].to_string(), HasSubstr("belongs to the peering service"));
}

TEST(AzureImport, NamesEachLocationWithoutACountry) {
  const ImportResult result = import_named({"arm-services.json", "arm-prefixes.json"}, {});
  EXPECT_THAT(messages_of(result.errors),
              ElementsAre(HasSubstr("value[2]: the country of \"london\" is not known; add "
                                    "--country \"london=XX\""),
                          HasSubstr("value[3]: the country of \"Zurich\" is not known")));
}

TEST(AzureImport, FindsCountriesInAzuresListOfLocations) {
  const ImportResult result =
      import_named({"arm-services.json", "arm-prefixes.json", "locations.json"}, {});
  ASSERT_THAT(messages_of(result.errors), IsEmpty());
  EXPECT_EQ(without_header(result.text), without_header(azure_file("connections.yaml").text));
}

TEST(AzureImport, RejectsNamesThatMapToTheSameOne) {
  const ImportResult result = import_text("[" + service_json("a b") + "," + service_json("a-b") +
                                          "," + prefix_json("a b", "192.0.2.0/25") + "," +
                                          prefix_json("a-b", "192.0.2.128/25") + "]");
  ASSERT_EQ(result.errors.size(), 2U);  // and a prefix without its service
  EXPECT_EQ(result.errors[0].to_string(),
            "a.json: [1]: the peering service \"a-b\" becomes the connection \"a-b\", and so does "
            "\"a b\" at a.json, [0]; import them into different configurations, or rename one");
}

TEST(AzureImport, RefusesPrefixesThatOverlap) {
  const ImportResult result = import_text("[" + service_json("a") + "," + service_json("b") + "," +
                                          prefix_json("a", "192.0.2.0/24") + "," +
                                          prefix_json("b", "192.0.2.128/25") + "]");
  EXPECT_THAT(messages_of(result.errors),
              ElementsAre("a.json: [3]: 192.0.2.128/25 of the connection \"b\" overlaps "
                          "192.0.2.0/24 of \"a\""));
}

TEST(AzureImport, RejectsHostBitsAndUnusableRanges) {
  const ImportResult result =
      import_text("[" + service_json("a") + "," + prefix_json("a", "192.0.2.1/24") + "," +
                  prefix_json("a", "127.0.0.0/8") + "]");
  EXPECT_THAT(messages_of(result.errors),
              ElementsAre(HasSubstr("a.json: [2]: \"127.0.0.0/8\" cannot belong"),
                          HasSubstr("a.json: [1]: ")));
}

TEST(AzureImport, PrefersTheVerifiedOneOfTwoEqualPrefixes) {
  std::string failed = prefix_json("a", "192.0.2.0/24", R"(,"prefixValidationState":"Failed")");
  failed.replace(failed.find("192.0.2.0-24"), 12, "left-over");  // another resource
  const ImportResult result = import_text("[" + service_json("a") + "," + failed + "," +
                                          prefix_json("a", "192.0.2.0/24") + "]");
  EXPECT_THAT(result.text, HasSubstr("    prefixes:\n      - 192.0.2.0/24\n"));
}

TEST(AzureImport, AcceptsAServiceWithAnEmptyListOfPrefixes) {
  const ImportResult result = import_text(service_json("a") + R"({"value":[]})");
  EXPECT_THAT(messages_of(result.errors), IsEmpty());
  EXPECT_THAT(result.text, HasSubstr("\n# connections:\n"));
}

TEST(AzureImport, HidesAKeyThatAzureRepeatsInAMessage) {
  const ImportResult result = import_text(
      "[" + service_json("a") + "," + prefix_json("a", "192.0.2.0/25") + "," +
      prefix_json("a", "192.0.2.128/25",
                  R"(,"prefixValidationState":"Failed","peeringServicePrefixKey":"0123-4567-89ab")"
                  R"(,"errorMessage":"no such key: 0123-4567-89ab")") +
      "]");
  EXPECT_THAT(result.text, HasSubstr("# - 192.0.2.128/25  # Failed: no such key: …\n"));
}

TEST(AzureImport, HidesAKeyInAnyTextOfTheFile) {
  std::string item = service_json("a", "g-0123-4567-89ab");
  item.insert(item.find("\"peeringServiceProvider\""),
              R"("keys":["0123-4567-89ab"],"provisioningState":"Failed 0123-4567-89ab",)");
  const ImportResult result = import_text(
      "[" + item + "," + prefix_json("a", "192.0.2.0/24", {}, "g-0123-4567-89ab") + "]");
  EXPECT_THAT(messages_of(result.errors), IsEmpty());
  EXPECT_THAT(result.text, HasSubstr("  # Azure: Failed …\n"));
  EXPECT_THAT(result.text, HasSubstr("    prefixes:\n      - 192.0.2.0/24\n"));
  EXPECT_THAT(result.text, Not(HasSubstr("4567")));
}

TEST(AzureImport, ReportsAMissingNextPage) {
  const std::string first = R"({"value":[)" + service_json("a") + "," +
                            prefix_json("a", "192.0.2.0/24") + R"(],"nextLink":"https://x"})";
  EXPECT_THAT(messages_of(import_text(first).errors),
              ElementsAre(HasSubstr("a.json: is not the whole list: also get the page")));
  EXPECT_THAT(messages_of(import_text(first + R"({"value":[]})").errors), IsEmpty());
}

// The empty list is that of the service b: the last page of a is missing.
TEST(AzureImport, DoesNotTakeAnEmptyListForAMissingPage) {
  const std::string services = R"({"value":[)" + service_json("a") + "," + service_json("b") + "]}";
  const std::string page = R"({"value":[)" + prefix_json("a", "192.0.2.0/25") + "]";
  const std::string incomplete = services + page + R"(,"nextLink":"https://x"}{"value":[]})";
  EXPECT_THAT(messages_of(import_text(incomplete).errors),
              ElementsAre(HasSubstr("document 2: is not the whole list: also get the page")));
  const std::string last = R"({"value":[)" + prefix_json("a", "192.0.2.128/25") + "]}";
  const std::string complete =
      services + page + R"(,"nextLink":"https://x"})" + last + R"({"value":[]})";
  EXPECT_THAT(messages_of(import_text(complete).errors), IsEmpty());
}

TEST(AzureImport, DoesNotTakeAnotherEmptyListForThatOfAService) {
  const std::string service = R"({"value":[)" + service_json("a") + "]}";
  EXPECT_THAT(messages_of(import_text(service + R"({"data":[]})").errors),
              ElementsAre(HasSubstr("the prefixes of the peering service \"a\" are not among")));
  EXPECT_THAT(messages_of(import_text(service + R"({"value":[],"nextLink":"https://x"})").errors),
              ElementsAre(HasSubstr("is not the whole list")));
}

TEST(LostConnections, FindsNamesMissingFromTheNewText) {
  const std::string old = import_text("[" + service_json("a") + "," + service_json("b b") + "," +
                                      service_json("c") + "," + prefix_json("a", "192.0.2.0/25") +
                                      "," + prefix_json("b b", "192.0.2.128/25") + "," +
                                      prefix_json("c", "203.0.113.0/24") + "]")
                              .text;
  const std::string fresh =
      import_text("[" + service_json("c") + "," +
                  prefix_json("c", "203.0.113.0/24", R"(,"prefixValidationState":"Failed")") + "]")
          .text;
  EXPECT_THAT(lost_connections(old, fresh), ElementsAre("a", "b-b"));
  EXPECT_THAT(lost_connections(fresh, old), IsEmpty());
  EXPECT_THAT(lost_connections("text of another kind", fresh), IsEmpty());
}

TEST(AzureImport, ImportsTwoThousandConnections) {
  std::string services = R"({"value":[)";
  std::string prefixes;
  for (int i = 0; i < 2000; ++i) {
    const std::string name = "branch-" + std::to_string(i);
    services += (i == 0 ? "" : ",") + service_json(name);
    prefixes +=
        R"({"value":[)" +
        prefix_json(name, "10." + std::to_string(i / 250) + "." + std::to_string(i % 250) + ".0/24",
                    R"(,"peeringServicePrefixKey":"key-of-)" + name + "\"") +
        "]}";
  }
  const ImportResult result = import_text(services + "]}" + prefixes);
  ASSERT_THAT(messages_of(result.errors), IsEmpty());
  EXPECT_EQ(std::count(result.text.begin(), result.text.end(), '\n'), 6 + 2000 * 6);
}

}  // namespace
}  // namespace peeringd

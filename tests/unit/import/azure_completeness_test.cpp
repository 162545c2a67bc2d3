// Whether the files are one export of Azure, and all of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "import/azure_import.hpp"
#include "unit/import/azure_files.hpp"

namespace peeringd {
namespace {

using test::import_named;
using test::import_text;
using test::messages_of;
using test::prefix_json;
using test::service_json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

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

TEST(AzureImport, AcceptsAServiceWithAnEmptyListOfPrefixes) {
  const ImportResult result = import_text(service_json("a") + R"({"value":[]})");
  EXPECT_THAT(messages_of(result.errors), IsEmpty());
  EXPECT_THAT(result.text, HasSubstr("\n# connections:\n"));
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

}  // namespace
}  // namespace peeringd

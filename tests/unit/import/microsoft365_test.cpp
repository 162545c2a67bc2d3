#include "import/microsoft365_import.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/load_config.hpp"
#include "import/generated_header.hpp"
#include "unit/config/written_files.hpp"
#include "unit/import/azure_files.hpp"

namespace peeringd {
namespace {

using test::azure_file;
using test::messages_of;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<ImportFile> published_list() {
  return {azure_file("microsoft365.json")};
}

std::string list_without(const std::string& part, const std::string& instead) {
  std::string text = azure_file("microsoft365.json").text;
  const auto at = text.find(part);
  return at == std::string::npos ? "not there: " + part : text.replace(at, part.size(), instead);
}

std::vector<EndpointConfig> shipped_endpoints() {
  return load_config(PEERINGD_SOURCE_DIR "/config/peeringd.yaml").config.endpoints;
}

CatalogueCheck check_of(const std::string& list, const Microsoft365Options& options = {}) {
  const std::vector<ImportFile> files{{"a.json", list}};
  return check_microsoft365(files, options, shipped_endpoints());
}

TEST(Microsoft365, ProbesTheHostsOfCategoryOptimize) {
  const ImportResult result = import_microsoft365(published_list(), {});
  ASSERT_THAT(messages_of(result.errors), IsEmpty());
  EXPECT_EQ(std::string(without_header(result.text)),
            "endpoints:\n"
            "  # set 1 (Optimize)\n"
            "  - name: outlook.cloud.microsoft\n"
            "    host: outlook.cloud.microsoft\n"
            "    probes: [tcp, https]\n"
            "  # set 1 (Optimize)\n"
            "  - name: outlook.office.com\n"
            "    host: outlook.office.com\n"
            "    probes: [tcp, https]\n"
            "  # set 1 (Optimize)\n"
            "  - name: outlook.office365.com\n"
            "    host: outlook.office365.com\n"
            "    probes: [tcp, https]\n"
            "  # set 11 (Optimize)\n"
            "  - name: world.tr.teams.microsoft.com\n"
            "    host: world.tr.teams.microsoft.com\n"
            "    probes: [{type: stun, count: 10, spacing: 20ms}]\n");
}

TEST(Microsoft365, AddsTheHostOfATenant) {
  Microsoft365Options options;
  options.tenant = "Contoso";
  EXPECT_THAT(import_microsoft365(published_list(), options).text,
              HasSubstr("  - name: contoso.sharepoint.com\n"));
}

TEST(Microsoft365, AddsCategoryAllowOnDemand) {
  Microsoft365Options options;
  options.allow = true;
  const std::string text = import_microsoft365(published_list(), options).text;
  for (const char* host : {"login.microsoftonline.com", "office.live.com", "teams.microsoft.com"}) {
    EXPECT_THAT(text, HasSubstr("  - name: " + std::string(host) + "\n"));
  }
  EXPECT_THAT(text, Not(HasSubstr("smtp")));  // not on port 443
  EXPECT_THAT(text, Not(HasSubstr("example")));
}

TEST(Microsoft365, WritesEndpointsThatAConfigurationAccepts) {
  const test::WrittenFiles files;
  files.write(import_microsoft365(published_list(), {}).text +
              "connections: [{name: a, partner: P, location: {country: DE}, prefixes: [auto]}]\n");
  EXPECT_EQ(load_config(files.path()).config.endpoints.size(), 4U);
}

TEST(Microsoft365, AgreesWithTheShippedCatalogue) {
  const CatalogueCheck check = check_of(azure_file("microsoft365.json").text);
  EXPECT_THAT(check.drift, IsEmpty());
  EXPECT_THAT(check.notes, ElementsAre(HasSubstr("endpoint edge-measurement: fpc.msedge.net is "
                                                 "not compared")));
}

TEST(Microsoft365, ReportsSetsMissingFromTheCatalogue) {
  Microsoft365Options options;
  options.tenant = "contoso";
  EXPECT_THAT(check_of(azure_file("microsoft365.json").text, options).drift,
              ElementsAre("set 31 (Optimize): no endpoint has the host contoso.sharepoint.com"));
}

TEST(Microsoft365, ReportsASetOfWhichNoHostIsInTheCatalogue) {
  EXPECT_THAT(check_of(R"([{"id": 9, "category": "Optimize", "expressRoute": true, "required": true,
                            "urls": ["a.example", "b.example"], "tcpPorts": "443"}])")
                  .drift,
              Contains("set 9 (Optimize): no endpoint has one of the hosts a.example, b.example"));
}

TEST(Microsoft365, ReportsAHostThatHasMoved) {
  const std::string moved = list_without(R"("login.microsoftonline.com")", R"("sts.windows.net")");
  EXPECT_THAT(check_of(moved).drift,
              ElementsAre("endpoint entra-id: login.microsoftonline.com is not in the list"));
}

TEST(Microsoft365, ReportsAHostThatHasLeftMicrosoftsNetwork) {
  const std::string left = list_without(R"("expressRoute": true)", R"("expressRoute": false)");
  EXPECT_THAT(check_of(left).drift,
              ElementsAre("endpoint exchange-online: outlook.office365.com is in the list, but not "
                          "on Microsoft's own network with port 443"));
}

TEST(Microsoft365, ReportsInputThatIsNotAList) {
  for (const char* text : {"{}", "[]", "[1]", "[{}]", "[{\"id\": {}}]", "[", "{\"error\": 1}"}) {
    const std::vector<ImportFile> files{{"a.json", text}};
    EXPECT_EQ(messages_of(import_microsoft365(files, {}).errors).size(), 1U) << text;
    EXPECT_EQ(check_of(text).errors.size(), 1U) << text;
  }
}

TEST(Microsoft365, PassesUnknownValuesThrough) {
  const std::vector<ImportFile> files{
      {"a.json", R"([{"id": 1, "urls": ["A.example", 7, "x:y"], "tcpPorts": "443",)"
                 R"( "expressRoute": true, "category": "OPTIMIZE", "new": {}}])"}};
  EXPECT_EQ(std::string(without_header(import_microsoft365(files, {}).text)),
            "endpoints:\n  # set 1 (OPTIMIZE)\n  - name: a.example\n    host: a.example\n"
            "    probes: [tcp, https]\n");
}

TEST(PortsOfASet, AcceptNumbersAndRanges) {
  EXPECT_TRUE(has_port("80,443", 443));
  EXPECT_TRUE(has_port("80, 443", 443));
  EXPECT_TRUE(has_port("3478-3481", 3480));
  EXPECT_FALSE(has_port("4430", 443));
  EXPECT_FALSE(has_port("", 443));
  EXPECT_FALSE(has_port("a-b,-,,9-1", 443));
}

}  // namespace
}  // namespace peeringd

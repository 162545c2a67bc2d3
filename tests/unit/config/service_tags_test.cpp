// The table of published ranges that the configuration names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/effective_values.hpp"
#include "config/service_tags.hpp"
#include "written_files.hpp"

namespace peeringd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string with_tags(const std::string& alerts = "{}", const std::string& of_endpoint = "{}") {
  return "service_tags: tags.txt\n"
         "alerts: " +
         alerts +
         "\n"
         "endpoints: [{name: teams, host: teams.microsoft.com, alerts: " +
         of_endpoint +
         "}]\n"
         "connections:\n"
         "  - {name: seattle, partner: Contoso, location: {country: US, state: WA},\n"
         "     prefixes: [203.0.113.0/24]}\n";
}

TEST(ServiceTagsKey, ReadsTheTableBesideTheMainFile) {
  const test::WrittenFiles files;
  files.write(with_tags());
  files.write("date 2026-11-23\n198.51.100.0/24 AzureCloud\n", "tags.txt");
  const auto table = load_config(files.path()).config.service_tags;
  ASSERT_TRUE(table);
  EXPECT_EQ(table->find(boost::asio::ip::make_address("198.51.100.9")), "AzureCloud");
}

TEST(ServiceTagsKey, ReportsATableThatCannotBeUsed) {
  const test::WrittenFiles files;
  EXPECT_THAT(files.messages_for(with_tags()),
              ElementsAre(HasSubstr("c.yaml:1:15: service_tags: \"tags.txt\" ")));
  files.write("{\"values\": []}", "tags.txt");
  EXPECT_THAT(files.messages(),
              ElementsAre(HasSubstr("is not a table from peeringd import service-tags: line 1: ")));
  files.write("", "tags.txt");
  EXPECT_THAT(files.messages(), ElementsAre(HasSubstr("has no ranges")));
}

TEST(ServiceTagsKey, CountsTheRangesOfTheTable) {
  const auto text_of = [](const char* text) {
    return service_tags_text(AddressRanges::parse(text).value());
  };
  EXPECT_EQ(text_of("date 2026-11-23\n10.0.0.0/8 A\n"), "1 range of 2026-11-23");
  EXPECT_EQ(text_of("10.0.0.0/8 A\n11.0.0.0/8 B\n"), "2 ranges, date unknown");
}

TEST(ServiceTagsKey, BelongsInTheMainFile) {
  const test::WrittenFiles files;
  files.write("service_tags: tags.txt\n", "more.yaml");
  files.write("10.0.0.0/8 A\n", "tags.txt");
  EXPECT_THAT(files.messages_for(with_tags() + "include: [more.yaml]\n"),
              ElementsAre(HasSubstr("service_tags: belongs in the main file")));
}

TEST(ServiceTagsKey, HasASignalWithASeverity) {
  const test::WrittenFiles files;
  files.write("10.0.0.0/8 A\n", "tags.txt");
  const auto alerts_of = [&](const std::string& of_all, const std::string& of_endpoint) {
    files.write(with_tags(of_all, of_endpoint));
    return load_config(files.path()).config;
  };
  EXPECT_EQ(alerts_of("{}", "{}").connections[0].prefixes[0].alerts.edge_address,
            Severity::warning);
  const Config critical = alerts_of("{edge_address: critical}", "{edge_address: off}");
  EXPECT_EQ(critical.connections[0].prefixes[0].alerts.edge_address, Severity::critical);
  ASSERT_TRUE(critical.endpoints[0].alerts->edge_address.has_value());
  EXPECT_FALSE(critical.endpoints[0].alerts->edge_address->has_value());
  EXPECT_EQ(alerts_of("off", "{}").connections[0].prefixes[0].alerts.edge_address, std::nullopt);
}

TEST(ServiceTagsKey, IsShownAmongTheValuesInForce) {
  const test::WrittenFiles files;
  files.write(with_tags());
  files.write("date 2026-11-23\n10.0.0.0/8 A\n", "tags.txt");
  LoadOptions options;
  options.origins = true;
  const LoadedConfig loaded = load_config(files.path(), options);
  std::string shown;
  for (const EffectiveValue& value : effective_values(loaded)) {
    if (value.path == "service_tags") shown = value.value;
  }
  EXPECT_EQ(shown, "1 range of 2026-11-23");
}

TEST(ServiceTagsAge, IsAWarningAfterSixtyDays) {
  const AddressRanges table = AddressRanges::parse("date 2026-09-01\n10.0.0.0/8 A\n").value();
  const WallTime published{*table.date()};
  EXPECT_EQ(service_tags_age_warning(table, published + std::chrono::days{60}), "");
  EXPECT_THAT(service_tags_age_warning(table, published + std::chrono::days{61}),
              HasSubstr("is dated 2026-09-01, 61 days ago"));
  EXPECT_EQ(service_tags_age_warning(table, published - std::chrono::days{1}), "");
  EXPECT_THAT(service_tags_age_warning(AddressRanges::parse("10.0.0.0/8 A\n").value(), published),
              HasSubstr("has no date"));
}

}  // namespace
}  // namespace peeringd

#include "daemon/commands/import_options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "base/suggestion.hpp"
#include "base/text.hpp"
#include "import/location_country.hpp"

namespace peeringd {
namespace {

constexpr std::string_view azure_kind = "azure";
constexpr std::string_view microsoft365_kind = "microsoft365";
constexpr std::string_view service_tags_kind = "service-tags";
constexpr std::array<std::string_view, 3> kinds{azure_kind, microsoft365_kind, service_tags_kind};

void add_azure_options(CLI::App& command, AzureImportOptions& options) {
  command.add_flag("--all", options.all, "azure: also use prefixes that are not Verified");
  command
      .add_option_function<std::vector<std::string>>(
          "--country",
          [&options](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) {
              const auto parsed = parse_country_option(text);
              if (!parsed) throw CLI::ValidationError("--country", parsed.error().message);
              options.countries.insert_or_assign(parsed->first, parsed->second);
            }
          },
          "azure: the country of a location, such as London=GB; may be repeated")
      ->type_name("NAME=XX")
      ->expected(1)
      ->take_all();
}

void add_microsoft365_options(CLI::App& command, Microsoft365Options& options) {
  command
      .add_option("--tenant", options.tenant,
                  "microsoft365: the tenant's name, NAME in NAME.sharepoint.com; adds that host")
      ->type_name("NAME")
      ->check([](const std::string& name) {
        constexpr const char* allowed =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
        const bool valid =
            !name.empty() && name.size() <= 40 && name.find_first_not_of(allowed) == name.npos;
        return valid ? std::string()
                     : in_quotes(name) + " is not a tenant; use letters, digits and - only";
      });
  command.add_flag("--allow", options.allow,
                   "microsoft365: also use the category Allow, not only Optimize");
}

void add_service_tags_options(CLI::App& command, ServiceTagsOptions& options) {
  command
      .add_option_function<std::string>(
          "--date",
          [&options](const std::string& text) {
            const auto date = parse_date(text);
            if (!date) throw CLI::ValidationError("--date", date.error().message);
            options.date = *date;
          },
          "service-tags: the publication date, instead of the one in the file name")
      ->type_name("YYYY-MM-DD");
}

// The options that only this kind accepts.
std::vector<std::string> options_of(std::string_view kind) {
  if (kind == azure_kind) return {"--all", "--country"};
  if (kind == microsoft365_kind) return {"--tenant", "--allow"};
  return {"--date"};
}

}  // namespace

void add_import_options(CLI::App& command, ImportArgs& args) {
  command.add_option("KIND", args.kind, "Source of the files: " + enumerated(kinds))
      ->required()
      ->type_name("")
      ->check([](const std::string& word) {
        const bool known = std::find(kinds.begin(), kinds.end(), word) != kinds.end();
        return known ? std::string()
                     : in_quotes(word) + " is not one of " + enumerated(kinds) +
                           did_you_mean(word, kinds);
      });
  command.add_option("FILE", args.files, "JSON files; - is standard input")
      ->required()
      ->type_name("");
  command
      .add_option("--output", args.output, "Write this file atomically, instead of standard output")
      ->type_name("FILE");
  command.add_flag("--check", args.check,
                   "Write nothing; print the differences, and exit with 1 if there are any: "
                   "microsoft365 compares with the configuration, others with --output FILE");
  add_azure_options(command, args.azure);
  add_microsoft365_options(command, args.microsoft365);
  add_service_tags_options(command, args.service_tags);
}

std::string contradiction_in(const CLI::App& command, const ImportArgs& args) {
  const bool has_output = args.kind != microsoft365_kind;
  if (args.check && has_output && args.output.empty()) {
    return "--check needs --output FILE, the file to compare with";
  }
  if (args.check && !has_output && !args.output.empty()) {
    return "--check compares with the configuration (-c FILE), so --output has no effect";
  }
  for (const std::string_view kind : kinds) {
    if (kind == args.kind) continue;
    for (const std::string& option : options_of(kind)) {
      if (command.count(option) > 0) return option + " does not apply to import " + args.kind;
    }
  }
  return {};
}

}  // namespace peeringd

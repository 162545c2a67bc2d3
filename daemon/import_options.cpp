#include "daemon/import_options.hpp"

#include <CLI/CLI.hpp>
#include <array>
#include <string_view>

#include "base/text.hpp"
#include "import/location_country.hpp"

namespace peeringd {
namespace {

constexpr std::string_view azure_kind = "azure";
constexpr std::string_view microsoft365_kind = "microsoft365";

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

}  // namespace

void add_import_options(CLI::App& command, ImportArgs& args) {
  command.add_option("KIND", args.kind, "Source of the files: azure or microsoft365")
      ->required()
      ->type_name("")
      ->check([](const std::string& word) {
        constexpr std::array<std::string_view, 2> kinds{azure_kind, microsoft365_kind};
        const bool known = word == kinds[0] || word == kinds[1];
        return known
                   ? std::string()
                   : in_quotes(word) + " is not azure or microsoft365" + did_you_mean(word, kinds);
      });
  command.add_option("FILE", args.files, "JSON files; - is standard input")
      ->required()
      ->type_name("");
  command
      .add_option("--output", args.output, "Write this file atomically, instead of standard output")
      ->type_name("FILE");
  command.add_flag("--check", args.check,
                   "Write nothing; print the differences, and exit with 1 if there are any: azure "
                   "compares with --output FILE, microsoft365 with the configuration");
  add_azure_options(command, args.azure);
  add_microsoft365_options(command, args.microsoft365);
}

std::string contradiction_in(const CLI::App& command, const ImportArgs& args) {
  const bool azure = args.kind == azure_kind;
  if (args.check && azure && args.output.empty()) {
    return "--check needs --output FILE, the file to compare with";
  }
  if (args.check && !azure && !args.output.empty()) {
    return "--check compares with the configuration (-c FILE), so --output has no effect";
  }
  const std::vector<std::string> others = azure ? std::vector<std::string>{"--tenant", "--allow"}
                                                : std::vector<std::string>{"--all", "--country"};
  for (const std::string& option : others) {
    if (command.count(option) > 0) return option + " does not apply to import " + args.kind;
  }
  return {};
}

}  // namespace peeringd

#include "daemon/commands/config_args.hpp"

#include <cstdlib>
#include <utility>

#include "config/variable_file.hpp"

namespace peeringd {
namespace {

constexpr const char* site_variable = "PEERINGD_SITE";

Variables::Lookup variables_of_file(const std::filesystem::path& file) {
  auto values = read_variables(file);
  if (!values) throw ConfigError({Diagnostic{file.string(), 0, 0, {}, values.error().message}});
  return [values = std::move(*values)](const std::string& name) -> std::optional<std::string> {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  };
}

std::optional<GivenSite> given_site(const ConfigArgs& args, const Variables::Lookup& variables) {
  if (!args.site.empty()) return GivenSite{args.site, "--site"};
  const auto site = variables(site_variable);
  if (!site || site->empty()) return std::nullopt;
  return GivenSite{*site, site_variable};
}

}  // namespace

Variables::Lookup variables_of_process() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* const value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
}

LoadOptions load_options(const ConfigArgs& args) {
  LoadOptions options;
  options.variables =
      args.variables.empty() ? variables_of_process() : variables_of_file(args.variables);
  options.site = given_site(args, options.variables);
  return options;
}

}  // namespace peeringd

#include "config/load_web.hpp"

#include <array>

#include "base/free_memory.hpp"
#include "config/document.hpp"
#include "config/named_file.hpp"
#include "config/web.hpp"

namespace peeringd {
namespace {

constexpr std::array<std::string_view, 1> web_keys{"web"};

LoadedWeb read_web_document(const std::filesystem::path& file, Diagnostics& diagnostics) {
  LoadedWeb loaded;
  const auto root = read_document(file, web_keys, diagnostics);
  if (!root) return loaded;
  const Fields fields(*root, "a map with web");
  const auto web = fields.require("web", "the rules of access");
  fields.report_unknown_keys();
  if (!web) return loaded;
  loaded.web = read_web(web);
  loaded.has_listen = Fields(*web, "a map with listen").find("listen").has_value();
  return loaded;
}

}  // namespace

LoadedWeb load_web(const std::filesystem::path& file, const Variables::Lookup& variables) {
  const FreeMemoryReturned afterwards;
  Diagnostics diagnostics;
  diagnostics.set_variables({variables, {std::string(credentials_variable)}});
  LoadedWeb loaded = read_web_document(file, diagnostics);
  if (diagnostics.error_count() > 0) {
    throw ConfigError(diagnostics.errors(), diagnostics.warnings());
  }
  loaded.warnings = diagnostics.warnings();
  return loaded;
}

}  // namespace peeringd

#include "config/config_files.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "config/document.hpp"
#include "config/include.hpp"
#include "yaml/fields.hpp"
#include "yaml/text_file.hpp"

namespace peeringd {
namespace {

namespace key {
constexpr std::string_view site = "site";
constexpr std::string_view web = "web";
constexpr std::string_view probing = "probing";
constexpr std::string_view endpoints = "endpoints";
constexpr std::string_view connections = "connections";
constexpr std::string_view egress = "egress";
constexpr std::string_view alerts = "alerts";
constexpr std::string_view history = "history";
constexpr std::string_view routes = "routes";
constexpr std::string_view service_tags = "service_tags";
constexpr std::string_view include = "include";
constexpr std::string_view overlays = "overlays";
}  // namespace key

/// Needed before anything is read: a file with none of them belongs to another program.
constexpr std::array main_keys{key::site,        key::web,          key::probing, key::endpoints,
                               key::connections, key::egress,       key::alerts,  key::history,
                               key::routes,      key::service_tags, key::include, key::overlays};
/// Keys of the user's own at the top of a file: for maps that are merged elsewhere.
constexpr std::string_view templates = "x-";
constexpr std::string_view expected_root = "a map with endpoints and connections";

ConfigLists find_lists(const Fields& root) {
  return {root.find(key::endpoints), root.find(key::connections)};
}

ConfigSections find_sections(const Fields& root) {
  return {root.find(key::site),    root.find(key::web),          root.find(key::probing),
          root.find(key::egress),  root.find(key::alerts),       root.find(key::history),
          root.find(key::routes),  root.find(key::service_tags), root.find(key::include),
          root.find(key::overlays)};
}

std::string belongs_in_main_file(std::string_view key, const std::string& main_file) {
  if (key == key::include) {
    return "an included file cannot include others; move this to " + main_file;
  }
  const bool known = std::find(main_keys.begin(), main_keys.end(), key) != main_keys.end();
  return known ? "belongs in the main file; move it to " + main_file : std::string();
}

void read_included(const Node& include, const std::filesystem::path& main_file,
                   ConfigFiles& files) {
  Diagnostics& diagnostics = include.diagnostics();
  const std::size_t errors_before = diagnostics.error_count();
  std::size_t bytes_left = max_included_bytes;
  for (const auto& [path, item] : find_included(include, main_file)) {
    const auto root = read_included_document(path, main_keys, item, bytes_left);
    if (!root) continue;
    const Fields fields(*root, expected_root);
    files.lists.push_back(find_lists(fields));
    fields.ignore_keys(templates);
    fields.report_unknown_keys(
        [&](std::string_view key) { return belongs_in_main_file(key, main_file.string()); });
  }
  files.complete = diagnostics.error_count() == errors_before;
}

}  // namespace

std::optional<Node> read_main_file(const std::filesystem::path& file, Diagnostics& diagnostics) {
  return read_document(file, main_keys, diagnostics);
}

ConfigFiles read_config_files(const Node& root, const std::filesystem::path& file) {
  const Fields fields(root, expected_root);
  ConfigFiles files{{find_lists(fields)}, find_sections(fields)};
  fields.ignore_keys(templates);
  fields.report_unknown_keys();
  if (files.sections.include) read_included(*files.sections.include, file, files);
  return files;
}

}  // namespace peeringd

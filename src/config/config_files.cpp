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

constexpr std::string_view include_key = "include";

/// What a file may have at its top, and where its value is kept: one of the two is null.
struct TopKey {
  std::string_view name;
  std::optional<Node> ConfigLists::*list = nullptr;
  std::optional<Node> ConfigSections::*section = nullptr;
};

constexpr std::array top_keys{
    TopKey{.name = "site", .section = &ConfigSections::site},
    TopKey{.name = "web", .section = &ConfigSections::web},
    TopKey{.name = "probing", .section = &ConfigSections::probing},
    TopKey{.name = "endpoints", .list = &ConfigLists::endpoints},
    TopKey{.name = "connections", .list = &ConfigLists::connections},
    TopKey{.name = "egress", .section = &ConfigSections::egress},
    TopKey{.name = "alerts", .section = &ConfigSections::alerts},
    TopKey{.name = "history", .section = &ConfigSections::history},
    TopKey{.name = "routes", .section = &ConfigSections::routes},
    TopKey{.name = "service_tags", .section = &ConfigSections::service_tags},
    TopKey{.name = include_key, .section = &ConfigSections::include},
    TopKey{.name = "overlays", .section = &ConfigSections::overlays}};

/// Needed before anything is read: a file with none of them belongs to another program.
constexpr auto main_keys = [] {
  std::array<std::string_view, top_keys.size()> names;
  std::ranges::transform(top_keys, names.begin(), &TopKey::name);
  return names;
}();

/// Keys of the user's own at the top of a file: for maps that are merged elsewhere.
constexpr std::string_view templates = "x-";
constexpr std::string_view expected_root = "a map with endpoints and connections";

ConfigLists find_lists(const Fields& root) {
  ConfigLists lists;
  for (const TopKey& key : top_keys) {
    if (key.list != nullptr) lists.*key.list = root.find(key.name);
  }
  return lists;
}

ConfigSections find_sections(const Fields& root) {
  ConfigSections sections;
  for (const TopKey& key : top_keys) {
    if (key.section != nullptr) sections.*key.section = root.find(key.name);
  }
  return sections;
}

std::string belongs_in_main_file(std::string_view key, const std::string& main_file) {
  if (key == include_key) {
    return "an included file cannot include others; move this to " + main_file;
  }
  const bool known = std::ranges::find(main_keys, key) != main_keys.end();
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

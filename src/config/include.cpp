#include "config/include.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <map>
#include <system_error>

#include "base/text.hpp"
#include "config/named_file.hpp"

namespace peeringd {
namespace {

namespace fs = std::filesystem;

bool has_wildcard(const fs::path& path) {
  return path.string().find_first_of("*?[") != std::string::npos;
}

/// The files of `folder` that match, sorted. A folder that is not there has none.
std::vector<fs::path> matches(const Node& node, const fs::path& folder, const fs::path& pattern) {
  std::vector<fs::path> found;
  std::error_code error;
  fs::directory_iterator entry(folder.empty() ? "." : folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const fs::path name = entry->path().filename();
    // FNM_PERIOD leaves out hidden files, and with them what editors leave behind.
    if (::fnmatch(pattern.c_str(), name.c_str(), FNM_PERIOD) == 0) found.push_back(folder / name);
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    node.error("the folder " + in_quotes(folder.string()) + " cannot be read: " + error.message());
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// The canonical path, to recognise two names of one file; `file` itself if that fails.
fs::path canonical_or_same(const fs::path& file) {
  std::error_code error;
  fs::path canonical = fs::canonical(file, error);
  return error ? file : canonical;
}

std::vector<fs::path> matches_or_warning(const Node& node, const fs::path& written,
                                         const fs::path& path) {
  const std::size_t errors_before = node.diagnostics().error_count();
  auto found = matches(node, path.parent_path(), path.filename());
  if (found.empty() && node.diagnostics().error_count() == errors_before) {
    std::error_code error;
    const fs::path folder = path.parent_path().empty() ? "." : path.parent_path();
    const bool exists = fs::exists(folder, error);
    node.warning(in_quotes(written.string()) + " matches no file" +
                 (exists ? "" : ": there is no folder " + in_quotes(folder.string())));
  }
  return found;
}

// Who links to a configuration elsewhere may look for the file beside that one.
std::string place_if_link(const fs::path& main_file) {
  std::error_code error;
  if (!fs::is_symlink(main_file, error)) return {};
  return "; " + in_quotes(main_file.string()) +
         " is a symbolic link: paths are relative to the folder of the link";
}

std::vector<fs::path> find_one(const Node& node, const fs::path& written,
                               const fs::path& main_file) {
  const fs::path path = main_file.parent_path() / written;
  if (has_wildcard(written.parent_path())) {
    node.error(in_quotes(written.string()) + " has a wildcard in a folder; only the last part may");
    return {};
  }
  if (has_wildcard(written)) return matches_or_warning(node, written, path);
  std::error_code error;
  if (!fs::exists(path, error)) {
    node.error(in_quotes(path.string()) + (error ? " cannot be read: " + error.message()
                                                 : " does not exist" + place_if_link(main_file)));
    return {};
  }
  return {path};
}

}  // namespace

std::vector<IncludedFile> find_included(const Node& node, const fs::path& main_file) {
  std::vector<IncludedFile> included;
  std::map<fs::path, Place> first_places;
  const fs::path main_path = canonical_or_same(main_file);
  for (const Node& item : node.list("a list of files")) {
    const auto written = read_file_name(item, "a file, or a pattern like connections.d/*.yaml");
    if (!written) continue;
    for (const fs::path& file : find_one(item, *written, main_file)) {
      const fs::path canonical = canonical_or_same(file);
      const auto [first, is_new] = first_places.emplace(canonical, item.place());
      if (canonical == main_path) {
        item.error(in_quotes(file.string()) + " is the file that includes it");
      } else if (!is_new) {
        item.error(in_quotes(file.string()) + " is included twice; the first time at " +
                   item.diagnostics().describe(first->second));
      } else {
        included.push_back({file, item});
      }
    }
  }
  return included;
}

}  // namespace peeringd

#include "yaml/diagnostics.hpp"

#include <algorithm>
#include <tuple>

#include "base/printable.hpp"

namespace peeringd {
namespace {

constexpr std::size_t max_kept = 1000;

std::string place_text(const std::string& file, int line, int column) {
  if (line == 0) return file;
  return file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

/// How far two maps have the same way from the top.
std::size_t common_length(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first -
                                  a.begin());
}

auto key_of(const Place& place) {
  return std::tie(place.file, place.line, place.column);
}

}  // namespace

std::string Diagnostic::to_string(std::string_view severity) const {
  std::string text = place_text(file, line, column) + ": ";
  if (!severity.empty()) text += std::string(severity) + ": ";
  if (!path.empty()) text += path + ": ";
  return printable(text + message);
}

bool Diagnostic::is_before(const Diagnostic& other) const {
  return std::tie(file_number, line, column) <
         std::tie(other.file_number, other.line, other.column);
}

std::size_t Diagnostics::add_file(std::string name) {
  files_.push_back(std::move(name));
  return files_.size() - 1;
}

bool Diagnostics::keeps_error() const {
  return errors_.size() < max_kept;
}

bool Diagnostics::keeps_warning() const {
  return warnings_.size() < max_kept;
}

void Diagnostics::error(const Place& place, std::string path, std::string message) {
  if (!keeps_error()) {
    ++errors_left_out_;
    return;
  }
  errors_.push_back({place, std::move(path), std::move(message)});
}

void Diagnostics::warning(const Place& place, std::string path, std::string message) {
  if (!keeps_warning()) {
    ++warnings_left_out_;
    return;
  }
  warnings_.push_back({place, std::move(path), std::move(message)});
}

std::string Diagnostics::describe(const Place& place) const {
  return place_text(files_[place.file], place.line, place.column);
}

std::vector<std::string> Diagnostics::maps_with_key(std::string_view key, const std::string& map) {
  if (find_maps_by_key_) maps_by_key_ = std::exchange(find_maps_by_key_, nullptr)();
  const auto found = maps_by_key_.find(key);
  if (found == maps_by_key_.end()) return {};
  std::vector<std::string> maps = found->second;
  std::stable_sort(maps.begin(), maps.end(), [&](const std::string& a, const std::string& b) {
    return common_length(a, map) > common_length(b, map);
  });
  return maps;
}

void Diagnostics::note_key(std::string_view key, const std::string& map) {
  std::vector<std::string>& maps = maps_by_key_[std::string(key)];
  if (std::find(maps.begin(), maps.end(), map) == maps.end()) maps.push_back(map);
}

std::vector<Diagnostic> Diagnostics::errors() const {
  auto all = sorted(errors_);
  append_left_out(all, errors_left_out_);
  return all;
}

std::vector<Diagnostic> Diagnostics::warnings() const {
  auto all = sorted(warnings_);
  append_left_out(all, warnings_left_out_);
  return all;
}

void Diagnostics::append_left_out(std::vector<Diagnostic>& all, std::size_t count) const {
  if (count == 0) return;
  all.push_back(
      {files_.front(), 0, 0, {}, std::to_string(count) + " more are not shown", files_.size()});
}

std::vector<Diagnostic> Diagnostics::sorted(std::vector<Entry> entries) const {
  // Stable by place alone: at one place, the order in which things were found is the natural one.
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return key_of(a.place) < key_of(b.place);
  });
  std::vector<Diagnostic> result;
  for (Entry& entry : entries) {
    Diagnostic diagnostic{files_[entry.place.file], entry.place.line,         entry.place.column,
                          std::move(entry.path),    std::move(entry.message), entry.place.file};
    const auto at_this_place =
        std::find_if(result.rbegin(), result.rend(), [&](const auto& before) {
          return before.file != diagnostic.file || before.line != diagnostic.line ||
                 before.column != diagnostic.column;
        }).base();
    if (std::find(at_this_place, result.end(), diagnostic) == result.end()) {
      result.push_back(std::move(diagnostic));
    }
  }
  return result;
}

}  // namespace peeringd

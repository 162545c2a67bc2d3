#include "yaml/diagnostics.hpp"

#include <algorithm>
#include <tuple>

#include "base/printable.hpp"

namespace peeringd {
namespace {

constexpr std::size_t most_kept = 1000;

std::string place_text(const std::string& file, int line, int column) {
  if (line == 0) return file;
  return file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

auto key_of(const Place& place) {
  return std::tie(place.file, place.line, place.column);
}

}  // namespace

std::string Diagnostic::to_string() const {
  std::string text = place_text(file, line, column) + ": ";
  if (!path.empty()) text += path + ": ";
  return printable(text + message);
}

std::size_t Diagnostics::add_file(std::string name) {
  files_.push_back(std::move(name));
  return files_.size() - 1;
}

void Diagnostics::error(const Place& place, std::string path, std::string message) {
  if (errors_.size() == most_kept) {
    ++errors_left_out_;
    return;
  }
  errors_.push_back({place, std::move(path), std::move(message)});
}

void Diagnostics::warning(const Place& place, std::string path, std::string message) {
  if (warnings_.size() == most_kept) {
    ++warnings_left_out_;
    return;
  }
  warnings_.push_back({place, std::move(path), std::move(message)});
}

std::string Diagnostics::describe(const Place& place) const {
  return place_text(files_[place.file], place.line, place.column);
}

std::vector<Diagnostic> Diagnostics::errors() const {
  auto told = sorted(errors_);
  tell_left_out(told, errors_left_out_);
  return told;
}

std::vector<Diagnostic> Diagnostics::warnings() const {
  auto told = sorted(warnings_);
  tell_left_out(told, warnings_left_out_);
  return told;
}

void Diagnostics::tell_left_out(std::vector<Diagnostic>& told, std::size_t count) const {
  if (count == 0) return;
  told.push_back({files_.front(), 0, 0, {}, std::to_string(count) + " more are left out here"});
}

std::vector<Diagnostic> Diagnostics::sorted(std::vector<Entry> entries) const {
  // Stable by place alone: at one place, the order in which things were found is the natural one.
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return key_of(a.place) < key_of(b.place);
  });
  std::vector<Diagnostic> result;
  for (Entry& entry : entries) {
    Diagnostic diagnostic{files_[entry.place.file], entry.place.line, entry.place.column,
                          std::move(entry.path), std::move(entry.message)};
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

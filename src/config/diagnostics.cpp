#include "config/diagnostics.hpp"

#include <algorithm>
#include <tuple>

#include "base/printable.hpp"

namespace peeringd {
namespace {

std::string place_text(const std::string& file, int line, int column) {
  if (line == 0) return file;
  return file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

std::string joined(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (!text.empty()) text += '\n';
    text += diagnostic.to_string();
  }
  return text;
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

ConfigError::ConfigError(std::vector<Diagnostic> diagnostics)
    : std::runtime_error(joined(diagnostics)), diagnostics_(std::move(diagnostics)) {}

std::size_t Diagnostics::add_file(std::string name) {
  files_.push_back(std::move(name));
  return files_.size() - 1;
}

void Diagnostics::error(const Place& place, std::string path, std::string message) {
  errors_.push_back({place, std::move(path), std::move(message)});
}

void Diagnostics::warning(const Place& place, std::string path, std::string message) {
  warnings_.push_back({place, std::move(path), std::move(message)});
}

std::string Diagnostics::describe(const Place& place) const {
  return place_text(files_[place.file], place.line, place.column);
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

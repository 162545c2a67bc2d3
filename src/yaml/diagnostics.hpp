// Collects the errors and warnings of all files while they are read, so that a user gets all of
// them at once instead of one per run. Also what all documents share: the variables, and which maps
// have a key.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yaml/diagnostic.hpp"
#include "yaml/variables.hpp"

namespace peeringd {

/// A place in one of the files that were read.
struct Place {
  std::size_t file = 0;  ///< from Diagnostics::add_file()
  int line = 0;          ///< from 1; 0: the file as a whole
  int column = 0;        ///< from 1, in bytes
};

/// A file that a document names.
struct FileUse {
  Place place;       ///< where it is named
  std::string path;  ///< YAML path of the value
  std::string file;  ///< file name
};

/// A value of a document: its file, and its path there, such as `connections[0].partner`.
struct ValuePath {
  std::size_t file = 0;
  std::string path;

  friend auto operator<=>(const ValuePath&, const ValuePath&) = default;
};

/// Where values are written. Excludes maps, unless they are secrets. Keys keep the spelling of the
/// file.
using ValuePlaces = std::map<ValuePath, Place>;

/// By key: the paths of the maps that have it, such as `endpoints[].probes[]`; empty for the top
/// of a file.
using MapsByKey = std::map<std::string, std::vector<std::string>, std::less<>>;

class Diagnostics {
 public:
  /// Files are reported in the order in which they were added.
  std::size_t add_file(std::string name);
  const std::string& file_name(std::size_t file) const { return files_[file]; }

  const std::vector<std::string>& files() const { return files_; }

  /// `note` is called with the contents of each file that is read from now on; it may be null.
  void set_text_sink(std::function<void(std::string_view)> note) { note_text_ = std::move(note); }
  void note_text(std::string_view text) const {
    if (note_text_) note_text_(text);
  }

  void note_use(FileUse use) { uses_.push_back(std::move(use)); }
  const std::vector<FileUse>& uses() const { return uses_; }

  /// Keeps the first thousand errors and the first thousand warnings: a file of the wrong kind can
  /// have a million.
  void error(const Place& place, std::string path, std::string message);
  void warning(const Place& place, std::string path, std::string message);

  /// The variables that values of the documents may name.
  void set_variables(Variables variables) { variables_ = std::move(variables); }
  const Variables& variables() const { return variables_; }

  /// For hints at a key that is in the wrong map. `find` is called at the first such key.
  void set_maps_by_key(std::function<MapsByKey()> find) { find_maps_by_key_ = std::move(find); }

  /// The maps that have `key`, those nearest to `map` first.
  std::vector<std::string> maps_with_key(std::string_view key, const std::string& map);

  /// Notes the keys of each map that is read from now on. Used once, on a sample document that
  /// contains every map.
  void start_noting_keys() { notes_keys_ = true; }
  bool is_noting_keys() const { return notes_keys_; }
  void note_key(std::string_view key, const std::string& map);
  const MapsByKey& noted_keys() const { return maps_by_key_; }

  /// Notes the place of each value that is read from now on.
  void start_noting_places() { notes_places_ = true; }
  void note_place(const Place& place, const std::string& path) {
    if (notes_places_) value_places_.emplace(ValuePath{place.file, path}, place);
  }
  ValuePlaces take_places() { return std::move(value_places_); }

  /// `file:line:column`, for messages that point at a second place.
  std::string describe(const Place& place) const;

  /// Whether the next one is kept. For the others, a message need not be complete.
  bool keeps_error() const;
  bool keeps_warning() const;

  std::size_t error_count() const { return errors_.size() + errors_left_out_; }

  /// Sorted by file, line and column, without duplicates (an alias can report one error twice).
  std::vector<Diagnostic> errors() const;
  std::vector<Diagnostic> warnings() const;

 private:
  struct Entry {
    Place place;
    std::string path;
    std::string message;
  };

  std::vector<Diagnostic> sorted(std::vector<Entry> entries) const;
  /// Adds an entry about the main file if some were left out.
  void append_left_out(std::vector<Diagnostic>& all, std::size_t count) const;

  Variables variables_;
  std::function<MapsByKey()> find_maps_by_key_;
  std::function<void(std::string_view)> note_text_;
  MapsByKey maps_by_key_;
  bool notes_keys_ = false;
  ValuePlaces value_places_;
  bool notes_places_ = false;
  std::vector<std::string> files_;
  std::vector<FileUse> uses_;
  std::vector<Entry> errors_;
  std::vector<Entry> warnings_;
  std::size_t errors_left_out_ = 0;
  std::size_t warnings_left_out_ = 0;
};

}  // namespace peeringd

// Collects what is wrong with the configuration while it is being read, so that a person gets all
// of it at once instead of one mistake a run.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "yaml/diagnostic.hpp"

namespace peeringd {

/// A place in one of the files that were read.
struct Place {
  std::size_t file = 0;  ///< from Diagnostics::add_file()
  int line = 0;          ///< from 1; 0: the file as a whole
  int column = 0;        ///< from 1, in bytes
};

/// A file that the configuration names.
struct FileUse {
  Place place;  ///< where it is named
  std::string path;
  std::string file;
};

class Diagnostics {
 public:
  /// Files are reported in the order in which they were added.
  std::size_t add_file(std::string name);
  const std::string& file_name(std::size_t file) const { return files_[file]; }

  const std::vector<std::string>& files() const { return files_; }

  void note_use(FileUse use) { uses_.push_back(std::move(use)); }
  const std::vector<FileUse>& uses() const { return uses_; }

  /// Of each kind the first thousand are kept: a file of the wrong kind can have a million.
  void error(const Place& place, std::string path, std::string message);
  void warning(const Place& place, std::string path, std::string message);

  /// `file:line:column`, for messages that point at a second place.
  std::string describe(const Place& place) const;

  std::size_t error_count() const { return errors_.size() + errors_left_out_; }
  std::size_t file_count() const { return files_.size(); }

  /// By file, line and column; one that was found twice (in an alias, say) is there once.
  std::vector<Diagnostic> errors() const;
  std::vector<Diagnostic> warnings() const;

 private:
  struct Entry {
    Place place;
    std::string path;
    std::string message;
  };

  std::vector<Diagnostic> sorted(std::vector<Entry> entries) const;
  /// One more, about the main file, where some were left out.
  void tell_left_out(std::vector<Diagnostic>& told, std::size_t count) const;

  std::vector<std::string> files_;
  std::vector<FileUse> uses_;
  std::vector<Entry> errors_;
  std::vector<Entry> warnings_;
  std::size_t errors_left_out_ = 0;
  std::size_t warnings_left_out_ = 0;
};

}  // namespace peeringd

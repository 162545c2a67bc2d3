// Configuration files written by a test.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "config/load_config.hpp"

namespace peeringd::test {

/// A temporary folder.
class WrittenFiles {
 public:
  WrittenFiles() {
    std::string name = std::filesystem::temp_directory_path() / "peeringd-config-XXXXXX";
    folder_ = ::mkdtemp(name.data());
  }
  WrittenFiles(const WrittenFiles&) = delete;
  WrittenFiles& operator=(const WrittenFiles&) = delete;
  ~WrittenFiles() { std::filesystem::remove_all(folder_); }

  std::filesystem::path path(std::string_view name = "c.yaml") const { return folder_ / name; }

  void write(std::string_view text, std::string_view name = "c.yaml") const {
    std::ofstream(path(name), std::ios::binary) << text;
  }

  /// The errors and then the warnings about `c.yaml`, without the folder's name.
  std::vector<std::string> messages() const {
    std::vector<std::string> lines;
    const auto add = [&](const std::vector<Diagnostic>& diagnostics, const char* severity) {
      for (const Diagnostic& diagnostic : diagnostics) {
        std::string line = diagnostic.to_string(severity);
        const std::string prefix = folder_.string() + "/";
        for (auto at = line.find(prefix); at != std::string::npos; at = line.find(prefix)) {
          line.erase(at, prefix.size());
        }
        lines.push_back(line);
      }
    };
    try {
      add(load_config(path()).warnings, "warning");
    } catch (const ConfigError& error) {
      add(error.diagnostics(), "");
      add(error.warnings(), "warning");
    }
    return lines;
  }

  std::vector<std::string> messages_for(std::string_view text) const {
    write(text);
    return messages();
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace peeringd::test

// An arbitrary configuration file: the loader reports errors, each with its location, or returns a
// configuration with the invariants of model/config.hpp.
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "config/load_config.hpp"
#include "connection/expand_targets.hpp"
#include "fuzz/expect.hpp"
#include "model/target.hpp"

namespace {

using namespace peeringd;
using fuzz::expect;

// One folder per process, which contains only the file.
class File {
 public:
  File() {
    std::string folder = std::filesystem::temp_directory_path() / "peeringd-fuzz-XXXXXX";
    expect(::mkdtemp(folder.data()) != nullptr, "there is a folder for the file");
    path_ = std::filesystem::path(folder) / "fuzz.yaml";
  }
  ~File() { std::filesystem::remove_all(path_.parent_path()); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  const std::filesystem::path& holding(std::string_view text) const {
    std::ofstream(path_, std::ios::binary) << text;
    return path_;
  }

 private:
  std::filesystem::path path_;
};

void check_diagnostic(const Diagnostic& diagnostic) {
  expect(!diagnostic.file.empty(), "a mistake names its file");
  expect(diagnostic.line >= 0 && (diagnostic.line == 0) == (diagnostic.column == 0),
         "a place is whole");
  expect(!diagnostic.message.empty(), "a mistake says what it is");
  const std::string line = diagnostic.to_string();
  expect(std::none_of(line.begin(), line.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20; }),
         "a message is one printable line");
}

// Keys whose values are files: only the input may be read.
bool names_files(std::string_view text) {
  for (const char* key : {"include", "ca_file", "cert_file", "key_file"}) {
    if (text.find(key) != std::string_view::npos) return true;
  }
  return false;
}

void check_endpoint(const EndpointConfig& endpoint) {
  expect(!endpoint.probes.empty(), "an endpoint has probes");
  std::set<std::string> labels;
  for (const ProbeConfig& probe : endpoint.probes) {
    expect(probe.timeout > Duration{} && probe.timeout <= probe.interval, "a timeout is in range");
    expect(labels.insert(probe.label).second, "labels of probes are unique");
  }
}

void check_config(const Config& config) {
  expect(!config.web.listen.empty() && !config.connections.empty(), "nothing is empty");
  expect(std::is_sorted(config.rtt_buckets.begin(), config.rtt_buckets.end()) &&
             !config.rtt_buckets.empty(),
         "buckets rise");
  for (const EndpointConfig& endpoint : config.endpoints) check_endpoint(endpoint);
  std::set<std::string> names;
  for (const ConnectionConfig& connection : config.connections) {
    expect(names.insert(connection.name).second, "names of connections are unique");
    expect(!connection.prefixes.empty() && !connection.endpoints.empty(), "it can be probed");
    for (const std::size_t endpoint : connection.endpoints) {
      expect(endpoint < config.endpoints.size(), "it is an endpoint of the configuration");
    }
  }
  std::set<std::string> targets;
  for (const Target& target : expand_targets(config)) {
    expect(targets.insert(name_of(config, target)).second, "names of targets are unique");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const File file;
  if (names_files(fuzz::text_of(data, size))) return 0;
  try {
    const LoadedConfig loaded = load_config(file.holding(fuzz::text_of(data, size)));
    for (const Diagnostic& warning : loaded.warnings) check_diagnostic(warning);
    check_config(loaded.config);
  } catch (const ConfigError& error) {
    expect(!error.diagnostics().empty(), "what is refused has a reason");
    for (const Diagnostic& diagnostic : error.diagnostics()) check_diagnostic(diagnostic);
  }
  return 0;
}

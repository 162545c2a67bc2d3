#include <algorithm>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/printable.hpp"
#include "base/regular_file.hpp"
#include "base/replace_file.hpp"
#include "base/text.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/config_messages.hpp"
#include "import/azure_import.hpp"
#include "import/connections_text.hpp"
#include "import/generated_header.hpp"
#include "import/json_documents.hpp"
#include "import/line_diff.hpp"
#include "import/microsoft365_import.hpp"
#include "import/service_tags_import.hpp"

namespace peeringd {
namespace {

Result<std::string> read_standard_input() {
  std::string text;
  std::vector<char> piece(std::size_t{1} << 16U);
  while (std::cin) {
    std::cin.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    text.append(piece.data(), static_cast<std::size_t>(std::cin.gcount()));
    if (text.size() > max_import_bytes) {
      return Error{"is larger than " + std::to_string(max_import_bytes >> 20U) + " MiB"};
    }
  }
  return text;
}

// Prints which files cannot be read.
std::vector<ImportFile> read_import_files(const ImportArgs& args, bool& complete) {
  std::vector<ImportFile> files;
  for (const std::string& name : args.files) {
    const bool is_input = name == "-";
    const std::string shown = is_input ? "standard input" : name;
    auto text = is_input ? read_standard_input() : read_regular_file(name, max_import_bytes);
    if (text) {
      files.push_back({shown, *std::move(text)});
    } else {
      print_error({shown, 0, 0, "", text.error().message});
      complete = false;
    }
  }
  return files;
}

int compare(const ImportArgs& args, const std::string& text) {
  const auto existing = read_regular_file(args.output, max_import_bytes);
  if (!existing) {
    print_error({args.output, 0, 0, "", existing.error().message});
    return exit_failed;
  }
  // git may check files out with CRLF. The generated text has no carriage return.
  std::string old = *existing;
  std::erase(old, '\r');
  const std::string diff = line_diff(without_header(old), without_header(text));
  if (diff.empty()) return exit_success;
  std::cout << "--- " << args.output << "\n+++ " << args.kind << '\n' << diff;
  return exit_bad_configuration;
}

// Prints the differences as lines, and what was not compared on standard error.
int compare_catalogue(const ConfigArgs& config, const ImportArgs& args,
                      const std::vector<ImportFile>& files) {
  try {
    LoadOptions options = load_options(config);
    options.every_site = true;
    const LoadedConfig loaded = load_config(config.file, options);
    const auto check = check_microsoft365(files, args.microsoft365, loaded.config.endpoints);
    for (const Diagnostic& error : check.errors) print_error(error);
    if (!check.errors.empty()) return exit_failed;
    for (const std::string& note : check.notes) std::cerr << printable(note) << '\n';
    for (const std::string& line : check.drift) std::cout << printable(line) << '\n';
    return check.drift.empty() ? exit_success : exit_bad_configuration;
  } catch (const ConfigError& error) {
    print_errors(error, /*quiet=*/true);
    return exit_failed;
  }
}

// Warns of connections that Azure no longer has: a part of the answers may be missing.
void warn_of_lost_connections(const ImportArgs& args, const std::string& text) {
  constexpr std::size_t max_names = 5;
  const auto existing = read_regular_file(args.output, max_import_bytes);
  if (!existing) return;  // there is none yet, or it is replaced in any case
  const auto lost = lost_connections(*existing, text);
  if (lost.empty()) return;
  const std::vector<std::string_view> names(lost.begin(), lost.end());
  print_warnings({{args.output, 0, 0, "",
                   "drops connections that are missing from the JSON files: " +
                       enumerated(names, max_names)}});
}

ImportResult convert(const ImportArgs& args, const std::vector<ImportFile>& files) {
  if (args.kind == "azure") return import_azure(files, args.azure);
  if (args.kind == "microsoft365") return import_microsoft365(files, args.microsoft365);
  return import_service_tags(files, args.service_tags);
}

int write(const ImportArgs& args, const std::string& text) {
  if (args.output.empty()) {
    std::cout << text;
    return exit_success;
  }
  if (args.kind == "azure") warn_of_lost_connections(args, text);
  const auto done = replace_file(args.output, text);
  if (done) return exit_success;
  std::cerr << done.error().message << '\n';
  return exit_failed;
}

}  // namespace

int import_command(const ConfigArgs& config, const ImportArgs& args) {
  bool complete = true;
  const auto files = read_import_files(args, complete);
  if (!complete) return exit_failed;
  if (args.check && args.kind == "microsoft365") return compare_catalogue(config, args, files);
  const ImportResult result = convert(args, files);
  print_warnings(result.warnings);
  for (const Diagnostic& error : result.errors) print_error(error);
  if (!result.errors.empty()) return exit_failed;
  return args.check ? compare(args, result.text) : write(args, result.text);
}

}  // namespace peeringd

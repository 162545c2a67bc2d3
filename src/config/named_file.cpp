#include "config/named_file.hpp"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "base/file_access.hpp"
#include "base/text.hpp"
#include "yaml/text_file.hpp"

namespace peeringd {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view variable = "${CREDENTIALS_DIRECTORY}";

Error not_replaced() {
  return {"contains a variable; only " + std::string(variable) +
          " is replaced, and only as the first folder: " + std::string(variable) + "/NAME"};
}

// ExecReload of systemd/peeringd.service finds these errors by the path.
Error not_set() {
  return {
      "is in " + std::string(variable) +
      ", which is not set; systemd sets it for a service with LoadCredential=. To check by hand "
      "while the service runs: sudo env CREDENTIALS_DIRECTORY=/run/credentials/peeringd.service "
      "peeringd check"};
}

void warn_of_readers(const Node& node, const fs::path& file) {
  if (!others_may_read(file)) return;
  node.warning("every user of this host may read " + in_quotes(file.string()) + " (" +
               mode_of(file) +
               "); chmod 0600, and pass it to the service with LoadCredential= (docs/install.md)");
}

bool is_credential(const std::string& file) {
  const char* const folder = std::getenv("CREDENTIALS_DIRECTORY");
  return folder != nullptr && *folder == '/' && file.starts_with(std::string(folder) + "/");
}

void warn(Diagnostics& diagnostics, const FileUse& use) {
  std::error_code error;
  if (is_credential(use.file) || !std::filesystem::exists(use.file, error)) return;
  const std::string obstacle = obstacle_to_others(use.file);
  if (obstacle.empty()) return;
  diagnostics.warning(use.place, use.path,
                      "the service runs as a user of its own, which cannot read " +
                          in_quotes(use.file) + " (" + obstacle +
                          "); pass it to the service with LoadCredential= (docs/install.md)");
}

}  // namespace

Result<fs::path> parse_file_name(std::string_view written, const char* credentials) {
  const bool in_credentials = written.starts_with(variable);
  const std::string_view rest = in_credentials ? written.substr(variable.size()) : written;
  const bool bare = written.starts_with("$CREDENTIALS_DIRECTORY");
  if (bare || rest.find("${") != std::string_view::npos) return not_replaced();
  if (!in_credentials) return fs::path(written);
  if (rest.size() < 2 || rest.front() != '/') return not_replaced();
  if (credentials == nullptr || *credentials == '\0') return not_set();
  if (*credentials != '/') return Error{"CREDENTIALS_DIRECTORY is not an absolute path"};
  return fs::path(credentials) / rest.substr(1);
}

std::optional<fs::path> read_file_name(const Node& node, std::string_view expected) {
  return node.parse(expected, [](std::string_view written) {
    return parse_file_name(written, std::getenv("CREDENTIALS_DIRECTORY"));
  });
}

std::optional<NamedText> read_named_file(const Node& node, std::string_view expected) {
  const auto name = read_file_name(node, expected);
  if (!name) return std::nullopt;
  const fs::path from = node.diagnostics().file_name(node.place().file);
  fs::path path = from.parent_path() / *name;
  node.diagnostics().note_use({node.place(), node.path(), path.string()});
  auto text = read_text_file(path);
  if (text) {
    const bool has_key = text->find("PRIVATE KEY-----") != std::string::npos;
    if (node.is_secret() || has_key) warn_of_readers(node, path);
    return NamedText{std::move(path), std::move(*text)};
  }
  std::error_code error;
  const bool quotable = !node.is_secret() || fs::exists(path, error);
  node.error((quotable ? in_quotes(path.string()) + " " : "names a file that ") +
             text.error().message);
  return std::nullopt;
}

void warn_of_what_the_service_cannot_read(Diagnostics& diagnostics) {
  for (std::size_t file = 0; file < diagnostics.files().size(); ++file) {
    warn(diagnostics, {{file, 0, 0}, {}, diagnostics.file_name(file)});
  }
  for (const FileUse& use : diagnostics.uses()) warn(diagnostics, use);
}

}  // namespace peeringd

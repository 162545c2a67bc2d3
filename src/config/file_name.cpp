#include "config/file_name.hpp"

#include <cstdlib>
#include <system_error>

#include "base/file_access.hpp"
#include "base/words.hpp"
#include "yaml/text_file.hpp"

namespace peeringd {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view variable = "${CREDENTIALS_DIRECTORY}";

Error not_replaced() {
  return {"has a variable in it; only " + std::string(variable) +
          " is replaced, and only as the first folder: " + std::string(variable) + "/NAME"};
}

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
               "); chmod 0600, and hand it to the service by LoadCredential= (docs/install.md)");
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
  if (*credentials != '/') return Error{"CREDENTIALS_DIRECTORY is set to what is no absolute path"};
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

}  // namespace peeringd

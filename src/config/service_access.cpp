#include "config/service_access.hpp"

#include <cstdlib>
#include <filesystem>

#include "base/file_access.hpp"
#include "base/words.hpp"

namespace peeringd {
namespace {

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
                          "); hand it to the service by LoadCredential= (docs/install.md)");
}

}  // namespace

void warn_of_what_the_service_cannot_read(Diagnostics& diagnostics) {
  for (std::size_t file = 0; file < diagnostics.files().size(); ++file) {
    warn(diagnostics, {{file, 0, 0}, {}, diagnostics.file_name(file)});
  }
  for (const FileUse& use : diagnostics.uses()) warn(diagnostics, use);
}

}  // namespace peeringd

#include "import/azure_import.hpp"

#include <boost/json/value.hpp>
#include <utility>

#include "import/connections_text.hpp"
#include "import/json_documents.hpp"
#include "import/secret_texts.hpp"

namespace peeringd {
namespace {

struct Document {
  boost::json::value value;
  std::size_t file;
  std::string path;
};

std::vector<Document> documents_of(std::span<const ImportFile> files, Diagnostics& diagnostics) {
  std::vector<Document> documents;
  for (const ImportFile& file : files) {
    const std::size_t number = diagnostics.add_file(file.name);
    auto values = parse_json_documents(file.text, number, diagnostics);
    const bool several = values.size() > 1;
    std::size_t index = 0;
    for (auto& value : values) {
      ++index;
      documents.push_back({unwrapped(std::move(value), number, diagnostics), number,
                           several ? "document " + std::to_string(index) : std::string()});
    }
  }
  return documents;
}

std::vector<Diagnostic> without_secrets(std::vector<Diagnostic> diagnostics,
                                        const SecretTexts& secrets) {
  for (Diagnostic& diagnostic : diagnostics) {
    diagnostic.message = secrets.without(diagnostic.message);
  }
  return diagnostics;
}

}  // namespace

ImportResult import_azure(std::span<const ImportFile> files, const AzureImportOptions& options) {
  Diagnostics diagnostics;
  SecretTexts secrets;
  AzureAnswer answer;
  const auto documents = documents_of(files, diagnostics);
  for (const Document& document : documents) secrets.note(document.value);
  for (const Document& document : documents) {
    read_azure_document(document.value, document.file, document.path, secrets, answer, diagnostics);
  }
  report_open_list(answer, diagnostics);
  if (diagnostics.error_count() == 0 && answer.services.empty() && answer.prefixes.empty()) {
    diagnostics.error({0, 0, 0}, {}, "has no peering service");
  }
  std::vector<ImportedConnection> connections;
  // Of half an answer, what is missing would be reported, too.
  if (diagnostics.error_count() == 0) connections = connections_of(answer, options, diagnostics);
  ImportResult result;
  result.errors = without_secrets(diagnostics.errors(), secrets);
  result.warnings = without_secrets(diagnostics.warnings(), secrets);
  if (!result.errors.empty()) return result;
  std::vector<std::string> sources;
  for (const ImportFile& file : files) sources.push_back(file.name);
  result.text = connections_text(connections, sources);
  return result;
}

}  // namespace peeringd

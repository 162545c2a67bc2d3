// An answer of Azure: the import gives errors or a text, never both, and the text is YAML with
// the connections.
#include "import/azure_import.hpp"

#include <vector>

#include "fuzz/expect.hpp"
#include "yaml/parser.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace peeringd;
  const std::vector<ImportFile> files{{"a.json", std::string(fuzz::text_of(data, size))}};
  AzureImportOptions options;
  options.countries = {{"London", "GB"}, {"Zurich", "CH"}};
  for (const bool all : {false, true}) {
    options.all = all;
    const ImportResult result = import_azure(files, options);
    fuzz::expect(result.errors.empty() != result.text.empty(), "there is a text or an error");
    for (const Diagnostic& error : result.errors) {
      fuzz::expect(error.file == "a.json" && !error.message.empty(), "an error has a place");
    }
    if (!result.errors.empty()) continue;
    Diagnostics diagnostics;
    const auto root = parse_yaml(result.text, diagnostics.add_file("a.yaml"), diagnostics);
    fuzz::expect(root.has_value(), "the text is YAML");
  }
  return 0;
}

// An answer of Azure: the import gives errors or a text, never both, and the text is YAML with
// the connections. The same text as published ranges: errors, or a table that can be read.
#include <vector>

#include "fuzz/expect.hpp"
#include "import/azure_import.hpp"
#include "import/service_tags_import.hpp"
#include "yaml/parser.hpp"

namespace {

void expect_table(const std::vector<peeringd::ImportFile>& files) {
  using namespace peeringd;
  const ImportResult result = import_service_tags(files, {});
  fuzz::expect(result.errors.empty() != result.text.empty(), "there is a table or an error");
  if (!result.errors.empty()) return;
  fuzz::expect(static_cast<bool>(AddressRanges::parse(result.text)), "the table can be read");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace peeringd;
  const std::vector<ImportFile> files{{"a.json", std::string(fuzz::text_of(data, size))}};
  expect_table(files);
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

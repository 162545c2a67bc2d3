#include "import/service_tags_import.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "import/generated_header.hpp"
#include "import/json_documents.hpp"
#include "import/service_tags_list.hpp"
#include "yaml/diagnostics.hpp"
#include "yaml/text_file.hpp"

namespace peeringd {
namespace {

constexpr std::string_view digits = "0123456789";

std::optional<Date> date_of(std::span<const ImportFile> files, const ServiceTagsOptions& options) {
  if (options.date) return options.date;
  std::optional<Date> oldest;
  for (const ImportFile& file : files) {
    const auto date = date_in_name(file.name);
    if (date && (!oldest || *date < *oldest)) oldest = date;
  }
  return oldest;
}

void warn_of_missing(const std::vector<AddressRange>& ranges, bool has_date,
                     Diagnostics& diagnostics) {
  const auto is_microsoft365 = [](const AddressRange& range) {
    return range.name.starts_with(microsoft365_ranges);
  };
  const auto microsoft365 = std::count_if(ranges.begin(), ranges.end(), is_microsoft365);
  if (microsoft365 == 0) {
    diagnostics.warning({0, 0, 0}, {},
                        "has no ranges of Microsoft 365, which are not among the service tags; add "
                        "its list of endpoints as another file");
  } else if (microsoft365 == std::ssize(ranges)) {
    diagnostics.warning({0, 0, 0}, {},
                        "has no service tags; add the file ServiceTags_Public of Microsoft");
  }
  if (!has_date) {
    diagnostics.warning(
        {0, 0, 0}, {},
        "has no date in its name; give it with --date YYYY-MM-DD, so that the age of "
        "the table is known");
  }
}

}  // namespace

std::optional<Date> date_in_name(std::string_view path) {
  const std::string name = std::filesystem::path(path).filename().string();
  const std::string_view file_name(name);
  for (auto at = file_name.find_first_of(digits); at != file_name.npos;
       at = file_name.find_first_of(digits, at)) {
    const auto end = std::min(file_name.find_first_not_of(digits, at), file_name.size());
    const std::string number(file_name.substr(at, end - at));
    at = end;
    if (number.size() != 8) continue;
    const auto date =
        parse_date(number.substr(0, 4) + "-" + number.substr(4, 2) + "-" + number.substr(6));
    if (date) return *date;
  }
  return std::nullopt;
}

ImportResult import_service_tags(std::span<const ImportFile> files,
                                 const ServiceTagsOptions& options) {
  Diagnostics diagnostics;
  std::vector<AddressRange> ranges;
  std::vector<std::string> sources;
  for (const ImportFile& file : files) {
    const std::size_t index = diagnostics.add_file(file.name);
    sources.push_back(file.name);
    for (const auto& document : parse_json_documents(file.text, index, diagnostics)) {
      append_published_ranges(document, index, diagnostics, ranges);
    }
  }
  if (ranges.empty() && diagnostics.error_count() == 0) {
    diagnostics.error({0, 0, 0}, {}, "has no prefixes");
  }
  const auto compact = compact_ranges(ranges);
  if (compact.size() > max_address_ranges) {
    diagnostics.error({0, 0, 0}, {},
                      "has more than " + std::to_string(max_address_ranges) + " ranges");
  }
  const auto date = date_of(files, options);
  if (diagnostics.error_count() == 0) warn_of_missing(ranges, date.has_value(), diagnostics);
  ImportResult result{{}, diagnostics.errors(), diagnostics.warnings()};
  if (!result.errors.empty()) return result;
  result.text = generated_header("service-tags", sources) + table_text(compact, date);
  if (result.text.size() <= max_config_bytes) return result;
  diagnostics.error({0, 0, 0}, {},
                    "has a table of more than " + std::to_string(max_config_bytes >> 20U) +
                        " MiB, which the daemon does not read");
  return {{}, diagnostics.errors(), diagnostics.warnings()};
}

}  // namespace peeringd

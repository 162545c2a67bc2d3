// From the ranges of addresses that Microsoft publishes to the table that the key `service_tags` of
// the configuration names. Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "import/import_file.hpp"
#include "model/address_ranges.hpp"

namespace peeringd {

struct ServiceTagsOptions {
  std::optional<Date> date{};  ///< of publication, in place of those in the names of the files
};

/// The date in the last part of a path, as in `ServiceTags_Public_20261123.json`; none without one.
std::optional<Date> date_in_name(std::string_view path);

/// The table of the files' ranges; see compact_ranges() and AddressRanges::parse(). Its date is the
/// oldest of the files. Warns if there is none, and if a kind of ranges is missing, since addresses
/// of that kind will be outside. The same files give the same text.
ImportResult import_service_tags(std::span<const ImportFile> files,
                                 const ServiceTagsOptions& options);

}  // namespace peeringd

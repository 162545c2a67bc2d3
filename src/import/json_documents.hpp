// Reads the JSON documents of a file that an Azure command has written. A loop writes several
// documents one after another, and Windows PowerShell writes UTF-16.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "yaml/diagnostics.hpp"

namespace peeringd {

/// The largest file that is read, in bytes.
inline constexpr std::size_t max_import_bytes = std::size_t{256} << 20U;

/// The documents in `text`, the content of `file`. An error has its line and column, and never
/// quotes the text, which may be a secret. After an error, returns the documents before it. An
/// empty text is an error. Pure; any thread.
std::vector<boost::json::value> parse_json_documents(std::string text, std::size_t file,
                                                     Diagnostics& diagnostics);

}  // namespace peeringd

// gzip (RFC 1952) by zlib, which stays behind this header.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace peeringd {

/// `text` as one gzip member. Nothing when zlib finds no memory, or for 4 GiB and more: the caller
/// then sends it as it is. Any thread.
std::optional<std::string> gzip(std::string_view text);

}  // namespace peeringd

// Recorded BMP streams of tests/data/bgp, and reports as lines of text.
#pragma once

#include <string>
#include <vector>

#include "bgp/bmp_session.hpp"

namespace peeringd {

std::vector<std::uint8_t> read_recorded(const std::string& file);

struct ReadStream {
  std::vector<std::string> lines;
  BmpCounts counts;
  std::string system_name;
};

/// Reads all messages of a stream. The filter contains `prefixes`.
ReadStream read_stream(std::span<const std::uint8_t> bytes, RouteView view,
                       const std::vector<std::string>& prefixes);

/// Such as `10.0.0.11 pre 203.0.113.0/24 64501 64496 origin 64496`, `10.0.0.11 pre up`.
std::string to_line(const BmpReport& report);

}  // namespace peeringd

// What the tests share that compare our reading of the recorded streams with that of other
// programs.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "recorded_stream.hpp"

namespace peeringd {

/// Writes a file in pcap's format, with one TCP segment to port 11019 for each BMP message. Stream
/// n comes from 10.0.0.(n + 1).
void write_capture(const std::filesystem::path& file,
                   const std::vector<std::vector<std::uint8_t>>& streams);

/// The lines that a shell command prints.
std::vector<std::string> output_of(const std::string& command);

/// A route of a peer before policy, such as `10.0.0.11 pre 203.0.113.0/24 64501 64496`, from what
/// another program has read. As we do, it leaves out FRR's own AS in front, and takes a route with
/// that AS in the rest of `path` for withdrawn. `network`: with a path id behind it, if it has one.
std::string route_line(const std::string& peer, const std::string& network,
                       std::vector<std::string> path, bool is_withdrawn);

std::vector<std::string> split(const std::string& line, char separator);

/// The lines of a stream as we read it. Routes of the router's own table are left out.
std::vector<std::string> read_by_us(std::span<const std::uint8_t> stream);

}  // namespace peeringd

// tshark and our parser read the same routes from the recorded streams.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "recorded_stream.hpp"

namespace peeringd {
namespace {

using Octets = std::vector<std::uint8_t>;

void append_big(Octets& bytes, std::uint64_t value, int size) {
  for (int i = size - 1; i >= 0; --i) bytes.push_back(static_cast<std::uint8_t>(value >> 8 * i));
}

/// A file in pcap's big-endian format, with one TCP segment (raw IPv4) for each BMP message, so
/// that tshark prints one line for each.
Octets capture_of(std::span<const std::uint8_t> stream) {
  Octets file;
  append_big(file, 0xa1b2c3d400020004, 8);
  append_big(file, 0, 8);
  append_big(file, 65535, 4);
  append_big(file, 101, 4);  // LINKTYPE_RAW
  std::uint32_t sequence = 1;
  while (!stream.empty()) {
    const auto frame = next_bmp_frame(stream);
    const std::size_t size = (*frame)->size;
    append_big(file, 0, 8);
    append_big(file, 40 + size, 4);
    append_big(file, 40 + size, 4);
    append_big(file, 0x4500, 2);  // IPv4
    append_big(file, 40 + size, 2);
    append_big(file, 0, 4);
    append_big(file, 0x40060000, 4);
    append_big(file, 0x0a0000010a000064, 8);
    append_big(file, 40000, 2);  // TCP
    append_big(file, 11019, 2);
    append_big(file, sequence, 4);
    append_big(file, 1, 4);
    append_big(file, 0x5018ffff, 4);
    append_big(file, 0, 4);
    file.insert(file.end(), stream.begin(), stream.begin() + static_cast<std::ptrdiff_t>(size));
    sequence += static_cast<std::uint32_t>(size);
    stream = stream.subspan(size);
  }
  return file;
}

std::vector<std::string> split(const std::string& line, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(line);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

std::vector<std::string> output_of(const std::string& command) {
  std::vector<std::string> lines;
  FILE* const pipe = popen(command.c_str(), "r");
  std::string line;
  for (int byte = std::fgetc(pipe); byte != EOF; byte = std::fgetc(pipe)) {
    if (byte != '\n') {
      line += static_cast<char>(byte);
      continue;
    }
    lines.push_back(std::move(line));
    line.clear();
  }
  pclose(pipe);
  return lines;
}

/// What tshark reads before policy, such as `10.0.0.11 pre 203.0.113.0/24 64501 64496`. As we do,
/// it leaves out FRR's own AS in front, and takes a route with that AS in the rest for withdrawn.
std::vector<std::string> read_by_tshark(const std::filesystem::path& capture) {
  const std::string fields =
      "-e bmp.type -e bmp.peer.type -e bmp.peer.flags -e bmp.peer.ip.addr -e bgp.prefix_length"
      " -e bgp.nlri_prefix -e bgp.mp_reach_nlri_ipv6_prefix -e bgp.withdrawn_prefix"
      " -e bgp.mp_unreach_nlri_ipv6_prefix -e bgp.update.path_attribute.as_path_segment.as4";
  std::vector<std::string> routes;
  for (const std::string& line :
       output_of("tshark -r " + capture.string() +
                 " -d tcp.port==11019,bmp -T fields -E 'separator=;' " + fields + " 2>/dev/null")) {
    std::vector<std::string> parts = split(line, ';');
    parts.resize(10);
    const bool route_before_policy = parts[0] == "0" && parts[1] == "0" && parts[2] == "0x00";
    if (!route_before_policy || parts[4].empty()) continue;
    const std::string& announced = parts[5].empty() ? parts[6] : parts[5];
    const std::string& withdrawn = parts[7].empty() ? parts[8] : parts[7];
    const std::string network = (announced.empty() ? withdrawn : announced) + '/' + parts[4];
    std::string route = parts[3] + " pre " + IpPrefix::parse(network)->to_string();
    std::vector<std::string> path = split(parts[9], ',');
    if (!path.empty() && path.front() == "64500") path.erase(path.begin());
    const bool loop = std::find(path.begin(), path.end(), "64500") != path.end();
    const bool is_withdrawn = announced.empty() || loop;
    if (is_withdrawn) path = {"withdrawn"};
    for (const std::string& part : path) route += ' ' + part;
    routes.push_back(std::move(route));
  }
  return routes;
}

/// The same, as we read it. Routes of the router's own table are left out.
std::vector<std::string> read_by_us(std::span<const std::uint8_t> stream) {
  std::vector<std::string> routes;
  for (const std::string& line :
       read_stream(stream, RouteView::pre_policy, {"0.0.0.0/0", "::/0"}).lines) {
    const bool of_peer = line.find(" pre ") != std::string::npos;
    if (of_peer && line.find('/') != std::string::npos)
      routes.push_back(line.substr(0, line.find(" origin")));
  }
  return routes;
}

class Tshark : public testing::TestWithParam<const char*> {};

TEST_P(Tshark, ReadsTheSameRoutes) {
  if (output_of("command -v tshark").empty()) GTEST_SKIP() << "tshark is not installed";
  const auto stream = read_recorded(GetParam());
  const auto file = std::filesystem::path(testing::TempDir()) /
                    ("peeringd-" + std::to_string(::getpid()) + "-" + GetParam() + ".pcap");
  const Octets capture = capture_of(stream);
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(capture.data()),
             static_cast<std::streamsize>(capture.size()));
  const auto expected = read_by_tshark(file);
  std::filesystem::remove(file);
  ASSERT_FALSE(expected.empty());
  EXPECT_EQ(read_by_us(stream), expected);
}

INSTANTIATE_TEST_SUITE_P(OfRecordedStreams, Tshark,
                         testing::Values("gobgp.bmp", "gobgp2.bmp", "frr.bmp", "frr2.bmp"));

}  // namespace
}  // namespace peeringd

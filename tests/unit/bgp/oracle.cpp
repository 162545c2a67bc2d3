#include "oracle.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace peeringd {
namespace {

using Octets = std::vector<std::uint8_t>;

void append_big(Octets& bytes, std::uint64_t value, int size) {
  for (int i = size - 1; i >= 0; --i) bytes.push_back(static_cast<std::uint8_t>(value >> 8 * i));
}

void append_segments(Octets& file, std::span<const std::uint8_t> stream, std::size_t number) {
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
    append_big(file, 0x0a000001 + number, 4);
    append_big(file, 0x0a000064, 4);
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
}

}  // namespace

void write_capture(const std::filesystem::path& file, const std::vector<Octets>& streams) {
  Octets bytes;
  append_big(bytes, 0xa1b2c3d400020004, 8);
  append_big(bytes, 0, 8);
  append_big(bytes, 65535, 4);
  append_big(bytes, 101, 4);  // LINKTYPE_RAW
  for (std::size_t i = 0; i < streams.size(); ++i) append_segments(bytes, streams[i], i);
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
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

std::string route_line(const std::string& peer, const std::string& network,
                       std::vector<std::string> path, bool is_withdrawn) {
  if (!path.empty() && path.front() == "64500") path.erase(path.begin());
  const bool loop = std::find(path.begin(), path.end(), "64500") != path.end();
  if (is_withdrawn || loop) path = {"withdrawn"};
  std::string line = peer + " pre " + network;
  for (const std::string& part : path) line += ' ' + part;
  return line;
}

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

}  // namespace peeringd

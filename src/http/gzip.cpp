#include "http/gzip.hpp"

#include <zlib.h>

#include <limits>

namespace peeringd {
namespace {

// An exposition of 50,000 lines (6.4 MB): level 3 leaves 9.0 % in 25 ms, the default level, 6,
// 7.9 % in 96 ms. Clients wait for each other here, and the network rarely is the bottleneck.
constexpr int level = 3;
constexpr int gzip_window_bits = 15 + 16;  // the largest window; +16 asks for gzip's framing
constexpr int memory_level = 8;

}  // namespace

std::optional<std::string> gzip(std::string_view text) {
  if (text.size() > std::numeric_limits<uInt>::max()) return std::nullopt;
  z_stream stream{};
  if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window_bits, memory_level,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return std::nullopt;
  }
  std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  // zlib's interface predates const: it does not write to its input.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int result = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) return std::nullopt;
  return packed;
}

}  // namespace peeringd

#include "http/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

namespace peeringd {
namespace {

// An exposition of 50,000 lines (6.4 MB): level 3 leaves 9.0 % in 25 ms, the default level, 6,
// 7.9 % in 96 ms. Clients wait for each other here, and the network rarely is the bottleneck.
constexpr int level = 3;
constexpr int gzip_window_bits = 15 + 16;  // the largest window; +16 asks for gzip's framing
constexpr int memory_level = 8;

}  // namespace

struct GzipStream::Impl {
  z_stream stream{};
};

void GzipStream::Delete::operator()(Impl* impl) const {
  deflateEnd(&impl->stream);
  delete impl;
}

std::optional<GzipStream> GzipStream::begin() {
  auto impl = std::make_unique<Impl>();
  if (deflateInit2(&impl->stream, level, Z_DEFLATED, gzip_window_bits, memory_level,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return std::nullopt;
  }
  return GzipStream(std::unique_ptr<Impl, Delete>(impl.release()));
}

std::string GzipStream::add(std::string_view text) {
  return deflate_all(text, Z_NO_FLUSH);
}

std::string GzipStream::finish() {
  return deflate_all({}, Z_FINISH);
}

std::string GzipStream::deflate_all(std::string_view text, int flush) {
  z_stream& stream = impl_->stream;
  std::string packed;
  std::array<char, 32768> room;
  do {
    const std::size_t some = std::min<std::size_t>(text.size(), std::numeric_limits<uInt>::max());
    // zlib's interface predates const: it does not write to its input.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(some);
    do {
      stream.next_out = reinterpret_cast<Bytef*>(room.data());
      stream.avail_out = static_cast<uInt>(room.size());
      deflate(&stream, flush);
      packed.append(room.data(), room.size() - stream.avail_out);
    } while (stream.avail_out == 0);
    text.remove_prefix(some);
  } while (!text.empty());
  return packed;
}

std::optional<std::string> gzip(std::string_view text) {
  auto stream = GzipStream::begin();
  if (!stream) return std::nullopt;
  std::string packed = stream->add(text);
  packed += stream->finish();
  return packed;
}

}  // namespace peeringd

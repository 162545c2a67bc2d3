#include "http/body_encoder.hpp"

#include <fmt/format.h>

namespace peeringd {

BodyEncoder::BodyEncoder(bool gzip, bool chunked)
    : gzip_(gzip ? GzipStream::begin() : std::nullopt), chunked_(chunked) {}

std::string BodyEncoder::add(std::string_view piece) {
  return frame(gzip_ ? gzip_->add(piece) : std::string(piece));
}

std::string BodyEncoder::finish() {
  std::string last = gzip_ ? frame(gzip_->finish()) : std::string();
  if (chunked_) last += "0\r\n\r\n";
  return last;
}

std::string BodyEncoder::frame(std::string bytes) const {
  // A chunk of no bytes would be the end.
  if (!chunked_ || bytes.empty()) return bytes;
  return fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes);
}

}  // namespace peeringd

// A body that is sent piece by piece: packed on the way, and framed so that its end can be told.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/gzip.hpp"

namespace peeringd {

/// One thread at a time, any.
class BodyEncoder {
 public:
  /// `chunked`: by RFC 9112 section 7.1; else the end of the connection is the end of the body.
  /// Without memory for gzip it does without.
  BodyEncoder(bool gzip, bool chunked);

  bool is_gzip() const { return gzip_.has_value(); }
  bool is_chunked() const { return chunked_; }

  /// The bytes to be sent when `piece` is the next part of the body: possibly none yet.
  std::string add(std::string_view piece);

  /// The last bytes. Then the encoder must not be used any more.
  std::string finish();

 private:
  std::string frame(std::string bytes) const;

  std::optional<GzipStream> gzip_;
  bool chunked_;
};

}  // namespace peeringd

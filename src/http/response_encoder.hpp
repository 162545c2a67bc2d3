// Encodes a handler's response into the bytes that are sent. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "http/gzip.hpp"
#include "http/message.hpp"

namespace peeringd {

/// Returns true if the value of an Accept-Encoding field allows gzip (RFC 9110 section 12.5.3): by
/// name, such as `x-gzip`, or by `*`, with a weight above zero. A name takes precedence over `*`.
bool accepts_gzip(std::string_view accept_encoding);

/// The properties of a request that determine the form of its response.
struct ResponseForm {
  WallTime now{};          ///< for the Date field
  bool head_only = false;  ///< HEAD: the header that GET would have, without the body
  bool http_1_0 = false;
  bool keep_alive = false;           ///< the server will read another request
  bool gzip = false;                 ///< the client accepts it
  std::string_view if_none_match{};  ///< that field of the request
};

struct EncodedResponse {
  std::string header;       ///< from the status line to the empty line
  std::string body;         ///< as it is sent; empty for a file
  std::string_view file{};  ///< the body, of an embedded file

  std::string_view content() const { return file.empty() ? std::string_view(body) : file; }
};

/// Bodies below this many bytes are not compressed: they fit in one packet either way.
inline constexpr std::size_t smallest_gzip_body = 1024;

/// Encodes a response whose body is complete. Every response has Cache-Control: no-store, and a
/// Content-Security-Policy that allows nothing but inline styles, unless its headers replace them.
/// An embedded file has a strong ETag, which differs between plain and gzip; if the request's
/// If-None-Match names it, the response is a 304 (RFC 9110 section 13.1.2).
EncodedResponse encode_response(HttpResponse response, const ResponseForm& form);

/// Encodes a body that is sent in pieces. One thread at a time, any.
class BodyEncoder {
 public:
  /// `chunked`: by RFC 9112 section 7.1; otherwise the end of the connection ends the body.
  BodyEncoder(bool gzip, bool chunked);

  bool is_gzip() const { return gzip_.has_value(); }
  bool is_chunked() const { return chunked_; }

  /// Returns the bytes to send for the next piece: possibly none yet.
  std::string add(std::string_view piece);

  /// Returns the last bytes. The encoder must not be used afterwards.
  std::string finish();

 private:
  std::string frame(std::string bytes) const;

  std::optional<GzipStream> gzip_;
  bool chunked_;
};

/// Encodes the header alone, of a response whose body `body` encodes.
std::string encode_header(const HttpResponse& response, const ResponseForm& form,
                          const BodyEncoder& body);

}  // namespace peeringd

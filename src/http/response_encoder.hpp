// From a handler's response to the bytes of the wire: pure functions.
#pragma once

#include <string>

#include "base/clock.hpp"
#include "http/body_encoder.hpp"
#include "http/message.hpp"

namespace peeringd {

/// What the request and the server say about the form of a response.
struct ResponseForm {
  WallTime now{};          ///< for the Date field
  bool head_only = false;  ///< HEAD: the header that GET would have, without the body
  bool http_1_0 = false;
  bool keep_alive = false;  ///< the server will read another request
  bool gzip = false;        ///< the client accepts it
};

struct EncodedResponse {
  std::string header;  ///< from the status line to the empty line
  std::string body;    ///< as it is sent
};

/// Bodies below this many bytes are not compressed: they fit in one packet either way.
inline constexpr std::size_t smallest_gzip_body = 1024;

/// Of a response whose body is there as a whole.
EncodedResponse encode_response(HttpResponse response, const ResponseForm& form);

/// The header alone, of a response whose body is sent by `body`.
std::string encode_header(const HttpResponse& response, const ResponseForm& form,
                          const BodyEncoder& body);

}  // namespace peeringd

// What a handler is asked and what it answers. Connections, compression and everything that a
// client may do wrong stay in the server.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace peeringd {

struct HttpRequest {
  std::string method;  ///< as sent: methods are case-sensitive (RFC 9110 section 9.1)
  std::string path;    ///< from the first `/`, not decoded: `/metrics`
  std::string query;   ///< what follows the `?`, not decoded; may be empty
};

struct HttpHeader {
  std::string name;
  std::string value;
};

using BodyPieces = std::function<std::string()>;

struct HttpResponse {
  unsigned status = 200;  ///< 200 … 599 with a body, which may be empty (so not 204 or 304)
  std::string content_type;
  std::string body;                 ///< not compressed; the server does that
  std::vector<HttpHeader> headers;  ///< beyond those that the server sets itself

  /// If set, the body is what it gives, call by call, until it gives nothing: so whoever replies
  /// need not spend the time, and nobody needs the memory for all of a long one. Called on the
  /// server's thread, as fast as the client takes it. What it throws becomes a 500, or the early
  /// end of the connection when some of the body has been sent.
  BodyPieces next_piece;
};

/// `text` for people and scripts. The final line end is the caller's.
inline HttpResponse plain_text(unsigned status, std::string text) {
  return HttpResponse{status, "text/plain; charset=utf-8", std::move(text), {}, nullptr};
}

}  // namespace peeringd

// Requests and responses as handlers see them. The server takes care of connections, compression,
// caching of embedded files, and for client errors.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"

namespace peeringd {

struct HttpRequest {
  std::string method;  ///< as sent: methods are case-sensitive (RFC 9110 section 9.1)
  std::string path;    ///< as sent, from the first `/`: `/metrics`
  std::string query;   ///< as sent, behind the `?`; see Query in request_target.hpp

  /// The segments that the parameters of the route's pattern stand for, decoded.
  std::map<std::string, std::string, std::less<>> parameters;
};

struct HttpHeader {
  std::string name;
  std::string value;
};

/// A file that the build has put into the program (peeringd_embed() in cmake/embed.cmake). All
/// views are of static storage.
struct EmbeddedFile {
  std::string_view path;  ///< below the embedded folder: `index.html`, `icons/up.svg`
  std::string_view content_type;
  std::string_view etag;  ///< hash of the content, in hexadecimal
  std::string_view content;
  std::string_view gzip;  ///< the content as a gzip member; empty: compression saves nothing
};

using BodyPieces = std::function<std::string()>;

struct HttpResponse {
  unsigned status = 200;  ///< 200 to 599 with a body, which may be empty (so neither 204 nor 304)
  std::string content_type;
  std::string body;  ///< uncompressed; the server compresses it

  /// Beyond those that the server sets. A Cache-Control or Content-Security-Policy replaces the
  /// server's own (response_encoder.hpp).
  std::vector<HttpHeader> headers;

  /// If set, the body is what it returns, call by call, until it returns an empty string: the
  /// replying thread need not make the body, and a long body never occupies memory as a whole.
  /// Called on the server's thread, as fast as the client reads. What it throws becomes a 500, or
  /// the early end of the connection if part of the body has been sent.
  BodyPieces next_piece;

  /// If set, this is sent only if no other reply follows within this time: for a page that can do
  /// without what takes too long.
  std::optional<Duration> provisional_for;

  /// If set, the body is this file, and its content type counts. The server answers If-None-Match.
  const EmbeddedFile* file = nullptr;
};

/// `text` for people and scripts. The caller adds the final line end.
inline HttpResponse plain_text(unsigned status, std::string text) {
  HttpResponse response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(text);
  return response;
}

/// The 500 of a handler that threw.
inline HttpResponse failed_page() {
  return plain_text(500, "This page failed; the log has the cause.\n");
}

}  // namespace peeringd

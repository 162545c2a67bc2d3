// From bytes to a request: a pure function, so that hostile input can be tried on it alone. Beast's
// parser stays behind this header.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "http/message.hpp"

namespace peeringd {

/// A request, and what its header says of the connection.
struct ParsedRequest {
  HttpRequest request;
  std::size_t size = 0;         ///< its bytes; a following request starts behind them
  bool http_1_0 = false;        ///< else HTTP/1.1
  bool keep_alive = false;      ///< the client wants to ask more (RFC 9112 section 9.3)
  bool has_body = false;        ///< announced, and not empty; no byte of it is read
  bool body_undecided = false;  ///< the chunk that tells whether the body is empty is to come
  std::string accept_encoding;  ///< all its fields, joined
  std::string if_none_match;    ///< all its fields, joined; empty: none
  std::string authorization;    ///< empty: none
  std::string host;             ///< the Host field
  std::string authority;        ///< the host of a target like `http://host/path`; empty: none
  std::string origin;           ///< the Origin field; empty: none
  std::string fetch_site;       ///< the Sec-Fetch-Site field; empty: none
};

/// The header is not complete yet.
struct NeedMore {};

using ParseOutcome = std::variant<NeedMore, ParsedRequest, HttpResponse>;

/// Reads the request that `input` starts with. An HttpResponse is what to answer to one that is
/// malformed (400), too long (431: more than `limit` bytes) or of another HTTP version (505); the
/// rest of the input then means nothing, so the connection has to be closed.
ParseOutcome parse_request(std::string_view input, std::size_t limit);

}  // namespace peeringd

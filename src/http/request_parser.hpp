// Parses requests. Pure. Only the implementation includes Beast's parser.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "http/message.hpp"

namespace peeringd {

/// A request, and the fields of its header that concern the server.
struct ParsedRequest {
  HttpRequest request;
  std::size_t size = 0;         ///< in bytes; the next request follows
  bool http_1_0 = false;        ///< else HTTP/1.1
  bool keep_alive = false;      ///< the client may send more requests (RFC 9112 section 9.3)
  bool has_body = false;        ///< it has a body that is not empty; the parser reads none of it
  bool body_undecided = false;  ///< has_body depends on a chunk that has not arrived
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

/// Parses the request that `input` starts with. An HttpResponse is the answer to a request that is
/// malformed (400), longer than `limit` bytes (431) or of another HTTP version (505); the rest of
/// the input cannot be parsed then, so the connection must be closed.
ParseOutcome parse_request(std::string_view input, std::size_t limit);

}  // namespace peeringd

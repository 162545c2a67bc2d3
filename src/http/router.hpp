// Maps the path and method of a request to the handler that answers it.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "http/message.hpp"

namespace peeringd {

/// Answers one request. Callable from any thread, at once or later. Only the first call counts; one
/// that comes after the client, or the server, has gone is ignored.
using HttpReply = std::function<void(HttpResponse)>;

/// Runs on the server's thread, which serves every client: it must not block, but may pass `reply`
/// to another thread. HEAD arrives here as well; the server drops the body. An exception is
/// logged and becomes a 500; what runs on another thread must not throw
/// (daemon/web/continuation.hpp). A missing reply becomes a 503.
using HttpHandler = std::function<void(HttpRequest request, HttpReply reply)>;

/// A handler that always gives the same response.
HttpHandler always(HttpResponse response);

struct Route {
  std::string pattern;  ///< as added
  HttpHandler handler;

  /// Added to the handler's responses with a status below 400. A Cache-Control or
  /// Content-Security-Policy replaces the server's own.
  std::vector<HttpHeader> headers;

  bool is_page = true;  ///< named by the 404 of an unknown path
};

struct RouteMatch {
  const Route* route = nullptr;  ///< valid as long as the router is not changed
  HttpRequest request;           ///< with its parameters
};

/// Filled before the server starts, constant afterwards.
class Router {
 public:
  /// Adds a route for `method`, and for HEAD if that is GET. In `pattern`, a segment in braces
  /// stands for any segment that is not empty: `/api/v1/groups/{name}/compare`; the others are
  /// literal, and take precedence. A second call with the same method and pattern replaces the
  /// route.
  void add(const std::string& method, const std::string& pattern, HttpHandler handler,
           std::vector<HttpHeader> headers = {});

  /// Adds a GET route for an embedded file: a page, if it is HTML. Unless `headers` say otherwise,
  /// clients may keep the file, but ask each time whether it has changed (Cache-Control: no-cache).
  void add_file(const std::string& pattern, const EmbeddedFile& file,
                std::vector<HttpHeader> headers = {});

  /// The route of a request, or the 400 (encoding of the path), 404 or 405 to send instead. `path`
  /// must start with `/`.
  std::variant<RouteMatch, HttpResponse> find(const HttpRequest& request) const;

 private:
  using Segments = std::vector<std::string>;
  using Methods = std::map<std::string, Route, std::less<>>;

  std::map<Segments, Methods> routes_;  // of patterns; literal segments come before parameters
};

}  // namespace peeringd

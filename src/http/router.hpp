// Which handler answers which path and method. Paths are matched whole: the endpoint has a handful
// of pages and no parameters in their names.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <variant>

#include "http/message.hpp"

namespace peeringd {

/// Answers one request. Callable from any thread, at once or later; the first call counts and any
/// further one is ignored, as is one that comes after the client, or the server, has gone.
using HttpReply = std::function<void(HttpResponse)>;

/// Called on the server's thread, which serves every client: it must not block, but may hand
/// `reply` to another thread. HEAD arrives here as well; the server drops the body. What it throws
/// is logged and becomes a 500; what it never answers, a 503.
using HttpHandler = std::function<void(HttpRequest request, HttpReply reply)>;

/// A handler for a page that never changes.
HttpHandler always(HttpResponse response);

/// Filled before the server starts, constant afterwards.
class Router {
 public:
  /// `path` answers to `method`, and to HEAD where it answers to GET. A second call for the same
  /// path and method replaces the handler.
  void add(const std::string& method, const std::string& path, HttpHandler handler);

  /// The handler, valid as long as the router is not changed, or the 404 or 405 to send instead.
  std::variant<const HttpHandler*, HttpResponse> find(const HttpRequest& request) const;

 private:
  using Methods = std::map<std::string, HttpHandler, std::less<>>;
  std::map<std::string, Methods, std::less<>> routes_;
};

}  // namespace peeringd

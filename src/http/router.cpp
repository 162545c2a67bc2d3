#include "http/router.hpp"

#include <utility>

namespace peeringd {
namespace {

// RFC 9110 section 15.5.6: a 405 must say what is allowed.
HttpResponse method_not_allowed(const std::map<std::string, HttpHandler, std::less<>>& methods) {
  std::string allowed;
  for (const auto& [method, handler] : methods) {
    if (!allowed.empty()) allowed += ", ";
    allowed += method == "GET" ? "GET, HEAD" : method;
  }
  HttpResponse response = plain_text(405, "This page answers to " + allowed + " only.\n");
  response.headers.push_back({"Allow", std::move(allowed)});
  return response;
}

}  // namespace

HttpHandler always(HttpResponse response) {
  return [response = std::move(response)](const HttpRequest&, const HttpReply& reply) {
    reply(response);
  };
}

void Router::add(const std::string& method, const std::string& path, HttpHandler handler) {
  routes_[path][method] = std::move(handler);
}

std::variant<const HttpHandler*, HttpResponse> Router::find(const HttpRequest& request) const {
  const auto route = routes_.find(request.path);
  if (route == routes_.end()) {
    // The requested path is not repeated: nothing of a request is ever sent back.
    std::string text = "There is no such page here. These are:\n";
    for (const auto& [path, methods] : routes_) text += path + "\n";
    return plain_text(404, std::move(text));
  }
  const auto handler = route->second.find(request.method == "HEAD" ? "GET" : request.method);
  if (handler == route->second.end()) return method_not_allowed(route->second);
  return &handler->second;
}

}  // namespace peeringd

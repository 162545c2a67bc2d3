#include "http/router.hpp"

#include <algorithm>
#include <utility>

#include "http/request_target.hpp"

namespace peeringd {
namespace {

// Sorts behind every literal segment that URLs have.
bool is_parameter(const std::string& segment) {
  return segment.starts_with('{') && segment.ends_with('}');
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& segments) {
  return std::equal(pattern.begin(), pattern.end(), segments.begin(), segments.end(),
                    [](const std::string& expected, const std::string& segment) {
                      return is_parameter(expected) ? !segment.empty() : segment == expected;
                    });
}

// RFC 9110 section 15.5.6: a 405 must list the allowed methods.
HttpResponse method_not_allowed(const std::map<std::string, Route, std::less<>>& methods) {
  std::string allowed;
  for (const auto& [method, route] : methods) {
    if (!allowed.empty()) allowed += ", ";
    allowed += method == "GET" ? "GET, HEAD" : method;
  }
  HttpResponse response = plain_text(405, "This page accepts only " + allowed + ".\n");
  response.headers.push_back({"Allow", std::move(allowed)});
  return response;
}

}  // namespace

HttpHandler always(HttpResponse response) {
  return [response = std::move(response)](const HttpRequest&, const HttpReply& reply) {
    reply(response);
  };
}

void Router::add(const std::string& method, const std::string& pattern, HttpHandler handler,
                 std::vector<HttpHeader> headers) {
  routes_[decode_path(pattern).value()][method] =
      Route{pattern, std::move(handler), std::move(headers)};
}

void Router::add_file(const std::string& pattern, const EmbeddedFile& file,
                      std::vector<HttpHeader> headers) {
  const bool has_policy = std::ranges::count(headers, "Cache-Control", &HttpHeader::name) != 0;
  if (!has_policy) headers.push_back({"Cache-Control", "no-cache"});
  HttpResponse response;
  response.content_type = file.content_type;
  response.file = &file;
  add("GET", pattern, always(std::move(response)), std::move(headers));
  // Style sheets and scripts are parts of pages.
  const bool is_page = file.content_type.starts_with("text/html");
  routes_[decode_path(pattern).value()]["GET"].is_page = is_page;
}

std::variant<RouteMatch, HttpResponse> Router::find(const HttpRequest& request) const {
  const auto segments = decode_path(request.path);
  if (!segments) return plain_text(400, segments.error().message + "\n");
  const auto found = std::find_if(routes_.begin(), routes_.end(), [&](const auto& candidate) {
    return matches(candidate.first, *segments);
  });
  if (found == routes_.end()) {
    // The requested path is not repeated: nothing of a request is ever sent back.
    std::string text = "There is no such page. The pages are:\n";
    for (const auto& [pattern, methods] : routes_) {
      const Route& route = methods.begin()->second;
      if (route.is_page) text += route.pattern + "\n";
    }
    return plain_text(404, std::move(text));
  }
  const auto& [pattern, methods] = *found;
  const auto route = methods.find(request.method == "HEAD" ? "GET" : request.method);
  if (route == methods.end()) return method_not_allowed(methods);
  RouteMatch match{&route->second, request};
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (!is_parameter(pattern[i])) continue;
    match.request.parameters[pattern[i].substr(1, pattern[i].size() - 2)] = (*segments)[i];
  }
  return match;
}

}  // namespace peeringd

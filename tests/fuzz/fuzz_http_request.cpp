// The bytes of a client, from the request line to the handler that answers.
#include <algorithm>

#include "fuzz/expect.hpp"
#include "http/basic_credentials.hpp"
#include "http/host_check.hpp"
#include "http/request_parser.hpp"
#include "http/response_encoder.hpp"
#include "http/router.hpp"

namespace {

using namespace peeringd;
using fuzz::expect;

constexpr std::size_t limit = 8192;

Router make_router() {
  Router router;
  router.add("GET", "/metrics", always(plain_text(200, "metrics")));
  router.add("POST", "/-/reload", always(plain_text(200, "reloaded")));
  router.add("GET", "/groups/{name}/compare", always(plain_text(200, "compared")));
  return router;
}

void check_request(const ParsedRequest& parsed, std::size_t size) {
  expect(parsed.size > 0 && parsed.size <= std::min(size, limit), "a request is part of the input");
  expect(parsed.request.path.starts_with('/'), "a path begins with a slash");
  expect(parsed.request.path.find('?') == std::string::npos, "a path has no query");
  static const Router router = make_router();
  const auto found = router.find(parsed.request);
  if (const auto* refusal = std::get_if<HttpResponse>(&found)) {
    expect(refusal->status == 400 || refusal->status == 404 || refusal->status == 405,
           "a refusal is 400, 404 or 405");
  } else {
    const auto& match = std::get<RouteMatch>(found);
    const bool has_parameter = match.route->pattern == "/groups/{name}/compare";
    expect(match.request.parameters.size() == (has_parameter ? 1 : 0),
           "parameters are the route's");
  }
  accepts_gzip(parsed.accept_encoding);
  static const ReachedAt loopback{boost::asio::ip::make_address("127.0.0.1"), true};
  refuse_host(parsed, HttpHosts{{}, true}, loopback);
  for (const char c : host_in_brackets(parsed)) expect(c >= ' ' && c <= '~', "fit for the log");
  refuse_origin(parsed, {});
  const auto credentials = parse_basic_credentials(parsed.authorization);
  if (credentials) {
    expect(credentials->user.find(':') == std::string::npos, "a user's name ends at the colon");
    expect(credentials->password.find('\0') == std::string::npos, "crypt(3) sees all of it");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::text_of(data, size);
  const ParseOutcome outcome = parse_request(input, limit);
  if (const auto* parsed = std::get_if<ParsedRequest>(&outcome)) {
    check_request(*parsed, size);
    const ParseOutcome again = parse_request(input.substr(0, parsed->size), limit);
    const auto* same = std::get_if<ParsedRequest>(&again);
    expect(same != nullptr && same->request.path == parsed->request.path,
           "what follows a request changes nothing of it");
  } else if (const auto* refusal = std::get_if<HttpResponse>(&outcome)) {
    expect(refusal->status == 400 || refusal->status == 431 || refusal->status == 505,
           "what is wrong is 400, 431 or 505");
  } else {
    expect(size <= limit, "no data is awaited beyond the limit");
  }
  return 0;
}

#include "daemon/commands/local_api.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>

#include "base/host_and_port.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "config/load_config.hpp"
#include "config/values.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/config_messages.hpp"
#include "http_client/basic_header.hpp"
#include "http_client/http_transfer.hpp"
#include "http_client/trust_anchors.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t max_body = std::size_t{256} * 1024 * 1024;

std::vector<std::string> credentials() {
  const char* const user = std::getenv("PEERINGD_USER");
  const char* const password = std::getenv("PEERINGD_PASSWORD");
  if (user == nullptr || password == nullptr) return {};
  return {basic_header(user, password)};
}

std::string text_of(const ApiPlace& place) {
  return (place.tls ? "https://" : "http://") +
         host_and_port(place.at.address.to_string(), place.at.port);
}

/// The answer, or why there is none.
Result<ApiAnswer> answer_of(const TransferResult& result) {
  if (result.outcome != TransferOutcome::complete) return Error{std::string(result.error)};
  if (result.status == 401) {
    return Error{"it requires a password; set PEERINGD_USER and PEERINGD_PASSWORD"};
  }
  return ApiAnswer{static_cast<unsigned>(result.status), std::string(result.body)};
}

}  // namespace

Result<ApiPlace> api_place_of(const WebConfig& web) {
  ApiPlace place{web.listen.front(), web.tls.has_value()};
  if (place.at.port == 0) return Error{"web.listen leaves the port to the kernel; give --url"};
  if (place.at.address.is_unspecified()) {
    place.at.address = parse_address(place.at.address.is_v6() ? "::1" : "127.0.0.1").value();
  }
  return place;
}

Result<ApiPlace> parse_api_url(std::string_view url) {
  const Error error{in_quotes(url) + " is not a URL of this host, like http://127.0.0.1:8075"};
  ApiPlace place;
  place.tls = url.starts_with("https://");
  if (!place.tls && !url.starts_with("http://")) return error;
  url.remove_prefix(place.tls ? 8 : 7);
  if (url.ends_with('/')) url.remove_suffix(1);
  const auto colon = url.rfind(':');
  const bool has_port = colon != std::string_view::npos && !url.substr(colon).ends_with(']');
  if (has_port) {
    const auto port = port_from(url.substr(colon + 1));
    if (!port) return error;
    place.at.port = *port;
    url = url.substr(0, colon);
  }
  if (url.starts_with('[') && url.ends_with(']')) url = url.substr(1, url.size() - 2);
  const auto address = parse_address(url == "localhost" ? "127.0.0.1" : url);
  if (!address) return error;
  place.at.address = *address;
  return place;
}

Result<ApiPlace> find_api(const ConfigArgs& config, const std::string& url) {
  if (!url.empty()) return parse_api_url(url);
  LoadOptions options = load_options(config);
  options.every_site = true;
  return api_place_of(load_config(config.file, options).config.web);
}

int with_api(const ConfigArgs& config, const std::string& url,
             const std::function<int(const ApiPlace&)>& command) {
  try {
    const auto place = find_api(config, url);
    if (place) return command(*place);
    std::cerr << place.error().message << '\n';
    return exit_usage;
  } catch (const ConfigError& error) {
    print_errors(error);
    return exit_bad_configuration;
  }
}

Result<ApiAnswer> ask_api(const ApiPlace& place, const std::string& path) {
  boost::asio::io_context loop(1);
  boost::asio::steady_timer limit(loop, 10s);
  std::optional<Result<ApiAnswer>> answer;
  const auto finish = [&](Result<ApiAnswer> result) {
    answer.emplace(std::move(result));
    loop.stop();
  };
  HttpTransfers transfers(
      loop.get_executor(), Source{place.at.address, {}, {}}, {}, std::make_shared<TrustAnchors>(),
      [&](std::uint32_t /*key*/, const TransferResult& result) { finish(answer_of(result)); });
  limit.async_wait([&](const boost::system::error_code& cancelled) {
    if (!cancelled) finish(Error{"no answer within 10 s"});
  });
  TransferRequest request;
  request.host = "localhost";
  request.path = path;
  request.headers = credentials();
  request.max_body = max_body;
  request.port = place.at.port;
  request.method = HttpMethod::get;
  request.version = HttpVersion::http1;
  request.tls = place.tls;
  request.verify = false;
  request.keep_body = true;
  const auto started = transfers.start(0, place.at.address, std::move(request));
  if (!started) return Error{text_of(place) + ": " + started.error().message()};
  loop.run();
  if (!*answer) return Error{text_of(place) + ": " + answer->error().message};
  return std::move(**answer);
}

Result<std::string> get_from_api(const ApiPlace& place, const std::string& path) {
  return body_of(place, ask_api(place, path));
}

Result<std::string> body_of(const ApiPlace& place, Result<ApiAnswer> answer) {
  if (!answer) return answer.error();
  if (answer->status == 200) return std::move(answer->body);
  constexpr std::size_t longest = 200;
  std::string_view sentence = answer->body;
  sentence = sentence.substr(0, std::min(sentence.find('\n'), longest));
  return Error{text_of(place) + ": it answered with status " + std::to_string(answer->status) +
               (sentence.empty() ? "" : ": ") + printable(sentence)};
}

}  // namespace peeringd

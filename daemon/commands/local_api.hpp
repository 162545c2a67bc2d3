// Asks the daemon of this host over HTTP.
#pragma once

#include <functional>
#include <string>

#include "base/result.hpp"
#include "daemon/commands/config_args.hpp"
#include "model/web_config.hpp"

namespace peeringd {

/// Where the daemon listens: an address of this host.
struct ApiPlace {
  ListenAddress at;
  bool tls = false;
};

/// The place that a configuration gives: the first address on which the daemon listens, or loopback
/// if that is the wildcard address.
Result<ApiPlace> api_place_of(const WebConfig& web);

/// Reads `http://127.0.0.1:8075`: http or https, `localhost` or an address, and perhaps a port.
Result<ApiPlace> parse_api_url(std::string_view url);

/// The place that a URL gives; without a URL, that of the configuration. Throws ConfigError if the
/// configuration is wrong.
Result<ApiPlace> find_api(const ConfigArgs& config, const std::string& url);

/// Runs a command of the place that find_api() gives, and returns its exit code. Without a place,
/// prints why.
int with_api(const ConfigArgs& config, const std::string& url,
             const std::function<int(const ApiPlace&)>& command);

struct ApiAnswer {
  unsigned status = 0;
  std::string body;
};

/// The answer to a GET of `path`, with any status except 401. As get_from_api().
Result<ApiAnswer> ask_api(const ApiPlace& place, const std::string& path);

/// The body of the response to a GET of `path`; an error if its status is not 200. The user and the
/// password are those of PEERINGD_USER and PEERINGD_PASSWORD, if set. The certificate is not
/// verified, as the address is one of this host. Blocks for ten seconds at most.
Result<std::string> get_from_api(const ApiPlace& place, const std::string& path);

/// The body of an answer with a status of 200; else an error with the place, the status and the
/// first line of the body.
Result<std::string> body_of(const ApiPlace& place, Result<ApiAnswer> answer);

}  // namespace peeringd

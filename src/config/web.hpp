// `web`: where the HTTP endpoint listens, by which names it may be asked, and who may read it. The
// keys of web.tls and web.basic_auth_users are those of the exporter-toolkit's web configuration
// where they mean the same.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/web_config.hpp"
#include "yaml/fields.hpp"
#include "yaml/node.hpp"

namespace peeringd {

/// An address and a port: 127.0.0.1:8075 or [::1]:8075. Port 0 lets the kernel choose.
Result<ListenAddress> parse_listen_address(std::string_view text);

/// `node` is the value of `web`; without it the default is 127.0.0.1:8075.
WebConfig read_web(const std::optional<Node>& node);

/// What other hosts can read everything without, and which keys end that.
struct Openness {
  const char* lack;    ///< `without a password`
  const char* remedy;  ///< `add basic_auth_users or tls.client_ca_file`
};

/// None if only this host can connect, or TLS encrypts and passwords or certificates are required.
std::optional<Openness> openness_of(const WebConfig& web);

/// Names of files are relative to the configuration file.
std::optional<WebTls> read_web_tls(const Node& node);

/// Hashes by user name, inline or from a file. No message quotes a name or a value: either may be a
/// misplaced password.
std::map<std::string, std::string> read_basic_auth_users(const Node& node);

/// Names and addresses in lower case, as a Host field has them without a port. Never empty, unless
/// an error was reported.
std::vector<std::string> read_web_hosts(const Node& node);

}  // namespace peeringd

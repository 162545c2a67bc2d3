// The configuration of the HTTP endpoint.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

/// One address of the HTTP endpoint. Port 0 lets the kernel choose (tests).
struct ListenAddress {
  IpAddress address;
  std::uint16_t port = 8075;

  friend bool operator==(const ListenAddress&, const ListenAddress&) = default;
};

/// TLS of the HTTP endpoint. The configuration has checked that the files exist; the server reads
/// them.
struct WebTls {
  enum class Version : std::uint8_t { tls12, tls13 };

  std::string cert_file;       ///< PEM: the certificate, then the intermediate ones
  std::string key_file;        ///< PEM, without a passphrase
  std::string client_ca_file;  ///< PEM; clients need a certificate by one of these; empty: none
  Version min_version = Version::tls12;

  friend bool operator==(const WebTls&, const WebTls&) = default;
};

/// The time in which all certificates of `cert_file` are valid.
struct CertificateValidity {
  WallTime from;
  WallTime until;
};

struct WebConfig {
  std::vector<ListenAddress> listen;  ///< never empty
  std::vector<std::string> hosts;     ///< accepted in Host, in lower case; empty: not given
  std::optional<WebTls> tls;
  std::map<std::string, std::string>
      basic_auth_users;  ///< bcrypt hashes by user; empty: no password
  /// Whether POST requests may reload the configuration and announce maintenance.
  bool allow_reload = false;
};

}  // namespace peeringd

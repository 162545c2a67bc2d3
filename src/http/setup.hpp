// What the server is to be: where it listens, by which certificate, and for whom.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/ip_prefix.hpp"

namespace peeringd {

struct HttpAddress {
  IpAddress address;
  std::uint16_t port = 0;  ///< 0: the kernel chooses

  friend bool operator==(const HttpAddress&, const HttpAddress&) = default;
};

/// Files in PEM.
struct TlsSetup {
  std::string cert_file;       ///< the certificate, and behind it those up to the root
  std::string key_file;        ///< without a passphrase
  std::string client_ca_file;  ///< clients need a certificate by one of these; empty: none
  bool tls13_only = false;     ///< else TLS 1.2 as well

  friend bool operator==(const TlsSetup&, const TlsSetup&) = default;
};

/// Hashes by bcrypt, by the name of the user (RFC 7617).
using HttpUsers = std::map<std::string, std::string, std::less<>>;

/// Which hosts a request may be for (the Host field).
struct HttpHosts {
  std::vector<std::string>
      names;                    ///< names and addresses, in lower case; empty: see guard_loopback
  bool guard_loopback = false;  ///< without names: only this host, where only it can connect

  friend bool operator==(const HttpHosts&, const HttpHosts&) = default;
};

struct HttpSetup {
  std::vector<HttpAddress> listen;
  std::optional<TlsSetup> tls;
  HttpUsers users;  ///< empty: everybody
  HttpHosts hosts;
  std::vector<int> inherited;  ///< listening sockets of the service manager, in place of `listen`
};

}  // namespace peeringd

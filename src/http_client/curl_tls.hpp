// The OpenSSL part of a curl transfer: trusted roots, the server's certificates, and the outcome of
// the handshake. curl would parse the roots for every connection, and report nothing about a chain
// that it rejects.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "http_client/certificate_match.hpp"
#include "http_client/tls_meter.hpp"
#include "http_client/trust_store.hpp"

namespace peeringd {

/// How to verify the peer of one connection, and what was found. (Pointers to OpenSSL's types are
/// void here, which keeps its headers in a few files.)
struct TlsPeer {
  TrustStore store;    ///< never null
  TlsMeter meter;      ///< budget and remaining bytes
  bool verify = true;  ///< whether an untrusted certificate ends the handshake
  std::string host;    ///< the name or address that the certificate must have

  /// Earliest expiry in the verified chain; in an untrusted chain, as far as it could be built.
  std::optional<WallTime> not_after;
  /// Earliest expiry among all certificates that were sent, used or not.
  std::optional<WallTime> sent_not_after;

  CertificateMatch match = CertificateMatch::none;
  std::string presented_name;  ///< a name in a certificate of another host; hostile input

  bool shook_hands = false;
  bool alerted = false;          ///< the peer sent a fatal alert
  const char* excess = nullptr;  ///< the limit that the peer exceeded, or why no limit can be set
  std::size_t messages = 0;      ///< of the handshake, and their bytes
  std::size_t message_bytes = 0;
};

/// Makes the connections of an SSL_CTX verify `peer`, which must outlive it, within the limits of
/// http_client/tls_bounds. False if OpenSSL refuses; the context must then not be used.
bool configure_verification(TlsPeer& peer, void* ssl_ctx);

/// `TLSv1.3` and so on, after the handshake. Static text.
std::string_view tls_version_of(const void* ssl);

}  // namespace peeringd

// The part of a curl transfer that is OpenSSL's: which roots are trusted, what the server's
// certificates say, and how its handshake went. curl would parse the roots anew for every
// connection, and tell nothing of a chain that it does not accept.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "http_client/tls_meter.hpp"
#include "http_client/trust_store.hpp"

namespace peeringd {

/// How the far side of one connection is to be judged, and what it was. (Pointers to OpenSSL's
/// types are void here, so that its headers stay in a few files.)
struct TlsPeer {
  TrustStore store;    ///< never null
  TlsMeter meter;      ///< with a budget, and what may be read
  bool verify = true;  ///< whether a certificate that is not trusted ends the handshake

  /// The earliest end of the chain that was verified; of one that is not trusted, as far as it
  /// could be built.
  std::optional<WallTime> not_after;
  /// The earliest end of all certificates that were sent, whether anything rests on them or not.
  std::optional<WallTime> sent_not_after;

  bool shook_hands = false;
  bool alerted = false;          ///< it has sent a fatal alert
  const char* excess = nullptr;  ///< which limit it went beyond; static text
  std::size_t messages = 0;      ///< of the handshake, and their bytes
  std::size_t message_bytes = 0;
};

/// Has the connections of an SSL_CTX judged by `peer`, which must outlive it, within the limits of
/// net/tls_bounds.
void judge_by(TlsPeer& peer, void* ssl_ctx);

/// `TLSv1.3` and so on, of an SSL that has shaken hands. Static text.
std::string_view tls_version_of(const void* ssl);

}  // namespace peeringd

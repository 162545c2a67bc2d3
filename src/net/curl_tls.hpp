// The part of a curl transfer that is OpenSSL's: which roots are trusted, and what the server's
// certificates say. curl would parse the roots anew for every connection, and tell nothing of a
// chain that it does not accept.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace peeringd {

/// Trusted roots by file, each parsed once. One thread. (Pointers to OpenSSL's types are void here,
/// so that its headers stay in one file.)
class TrustStores {
 public:
  TrustStores() = default;
  TrustStores(const TrustStores&) = delete;
  TrustStores& operator=(const TrustStores&) = delete;

  /// The X509_STORE of the PEM file, or of the system when the name is empty. A file that cannot be
  /// read gives a store that trusts nobody, and a warning in the log. Never null.
  void* store_for(const std::string& ca_file);

 private:
  std::map<std::string, std::shared_ptr<void>> stores_;
};

/// How one connection's certificates are to be judged, and what they were.
struct CertificateCheck {
  void* store = nullptr;  ///< from TrustStores
  bool verify = true;
  std::optional<WallTime> not_after;  ///< found: the earliest of the presented chain
};

/// Has the handshakes of an SSL_CTX judged by `check`, which must outlive it. The chain's dates are
/// noted whether or not it is trusted.
void judge_by(CertificateCheck& check, void* ssl_ctx);

/// `TLSv1.3` and so on, of an SSL that has shaken hands. Static text.
std::string_view tls_version_of(const void* ssl);

}  // namespace peeringd

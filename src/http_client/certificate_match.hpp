// Compares the certificate that a server presents with the host that was asked for.
#pragma once

#include <cstdint>
#include <string>

namespace peeringd {

enum class CertificateMatch : std::uint8_t {
  none,       ///< no certificate was presented
  right,      ///< trusted and for the host; its dates may be wrong, as they are if a clock is
  untrusted,  ///< for the host, but not trusted, as that of a proxy or of an unknown CA
  foreign,    ///< for another host
};

/// The match of the certificate that X509_verify_cert() has judged in `context`, an
/// X509_STORE_CTX. `host`: a name, with or without a final dot, or an address.
CertificateMatch match_of(void* context, const std::string& host);

/// A name in that certificate, at most 100 bytes, printable; `no name` if it has none.
std::string presented_name(void* context);

}  // namespace peeringd

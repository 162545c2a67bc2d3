// Until when the certificate of web.tls is valid. Pure. Any thread.
#pragma once

#include <openssl/ssl.h>

#include <optional>
#include <string>

#include "base/clock.hpp"

namespace peeringd {

/// The time in which all certificates of a chain are valid.
struct CertificateValidity {
  WallTime from;
  WallTime until;
};

/// Of the certificate that `context` has, and of the intermediate ones. None if it has none, or its
/// times cannot be read.
std::optional<CertificateValidity> certificate_validity(SSL_CTX* context);

/// Says that the certificates in `file` are not valid at `now`, or expire within a week. Empty
/// otherwise.
std::string certificate_warning(const CertificateValidity& validity, const std::string& file,
                                WallTime now);

}  // namespace peeringd

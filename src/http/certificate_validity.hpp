// Until when the certificate of web.tls is valid. Pure. Any thread.
#pragma once

#include <openssl/ssl.h>

#include <optional>
#include <string>

#include "base/clock.hpp"
#include "model/web_config.hpp"

namespace peeringd {

/// Of the certificate that `context` has, and of the intermediate ones. None if it has none, or its
/// times cannot be read.
std::optional<CertificateValidity> certificate_validity(SSL_CTX* context);

/// Says that the certificates in `file` are not valid at `now`, or expire within a week or, if that
/// is shorter, a tenth of the time in which they are valid. Empty otherwise.
std::string certificate_warning(const CertificateValidity& validity, const std::string& file,
                                WallTime now);

}  // namespace peeringd

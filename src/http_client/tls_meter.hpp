// Bounds what one TLS connection can feed into this process: in one step of the loop, and at all.
// OpenSSL and curl read for as long as something comes, and a fast server can keep them at it.
#pragma once

#include <openssl/ssl.h>

#include <cstddef>

namespace peeringd {

/// What may still be read in the present step, of all connections of one CurlMulti.
struct ReadBudget {
  static constexpr std::size_t a_step = std::size_t{32} * 1024;

  std::size_t left = a_step;
  bool exhausted = false;  ///< somebody was told to come again though there may be more
};

struct TlsMeter {
  ReadBudget* budget = nullptr;
  std::size_t left = 0;  ///< of the connection; then it ends
  bool installed = false;
};

/// Has the connection read through `meter`, which must outlive it. To be called again for nothing.
void install_meter(SSL* ssl, TlsMeter& meter);

}  // namespace peeringd

// Limits what one TLS connection can feed into this process, per step of the loop and in total.
// OpenSSL and curl read for as long as data arrives, and a fast server could keep them busy.
#pragma once

#include <openssl/ssl.h>

#include <cstddef>

namespace peeringd {

/// What all connections of one CurlMulti may still read in the current step.
struct ReadBudget {
  static constexpr std::size_t a_step = std::size_t{32} * 1024;

  std::size_t left = a_step;
  bool exhausted = false;  ///< a reader was stopped although there may be more
};

struct TlsMeter {
  ReadBudget* budget = nullptr;
  std::size_t left = 0;  ///< remaining bytes of the connection; at 0 it ends
  bool installed = false;
};

/// Makes the connection read through `meter`, which must outlive it, unless the meter has no
/// budget. Calling it again is harmless. False if OpenSSL refuses; the connection then has no
/// limit.
bool install_meter(SSL* ssl, TlsMeter& meter);

}  // namespace peeringd

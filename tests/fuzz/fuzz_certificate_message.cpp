#include <openssl/ssl.h>

#include "fuzz/expect.hpp"
#include "http_client/tls_bounds.hpp"

using namespace peeringd;

/// A handshake message of a server, in either version of TLS.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const bool too_many = brings_too_many_certificates(data, size, version);
    fuzz::expect(!too_many || size > 4 + 3 + 3 * max_certificates,
                 "no more certificates than the message can hold");
  }
  return 0;
}

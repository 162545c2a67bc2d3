// Limits to what the far side of a TLS connection can make this process calculate: its handshakes
// are on the probing loop, and must not hold up other probes. Measured figures are in
// docs/architecture.md.
#pragma once

#include <openssl/ssl.h>

#include <cstddef>

namespace peeringd {

/// Handshake messages that a server may send on one connection, session tickets included, and their
/// bytes together. An ordinary server sends eight messages.
inline constexpr std::size_t max_handshake_messages = 32;
inline constexpr std::size_t max_handshake_bytes = std::size_t{128} * 1024;

/// Of all certificates that a server sends. Those of Microsoft have 4 to 8 KiB.
inline constexpr long max_certificate_bytes = 32L * 1024;

/// How many a server may send. There is no longer chain on the Internet than five.
inline constexpr int max_certificates = 10;

/// The type of a handshake message and its length.
inline constexpr std::size_t handshake_head = 4;

/// Whether it is a Certificate message (RFC 8446 and RFC 5246, sections 4.4.2 and 7.4.2) with more
/// than max_certificates. `message` has `length` bytes, of any value.
bool brings_too_many_certificates(const void* message, std::size_t length, int version);

/// Has the handshakes of the context agree on nothing that is expensive, and refuse messages that
/// are too long: no finite-field Diffie-Hellman, and of the curves X25519, P-256 and P-384.
void bound_handshakes(SSL_CTX* context);

/// Whether to verify such certificates costs little: none has an RSA key of more than 8192 bits or
/// with a long exponent, a key on an unusual curve, or one of another kind.
bool cheap_to_verify(const STACK_OF(X509) * certificates);

}  // namespace peeringd

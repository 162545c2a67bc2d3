#include "http_client/curl_tls.hpp"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <ctime>

#include "http_client/tls_bounds.hpp"

namespace peeringd {
namespace {

constexpr const char* too_expensive =
    "the server has too many certificates, or keys that are too expensive to verify";

std::optional<WallTime> time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  const std::time_t seconds = ::timegm(&parts);
  // Certificates reach the year 9999; WallTime ends in 2262.
  constexpr auto last = std::chrono::duration_cast<std::chrono::seconds>(Duration::max()).count();
  return WallTime{std::chrono::seconds{std::clamp<std::time_t>(seconds, 0, last)}};
}

std::optional<WallTime> earliest_not_after(const STACK_OF(X509) * certificates) {
  std::optional<WallTime> earliest;
  for (int i = 0; i < sk_X509_num(certificates); ++i) {
    const auto time = time_of(X509_get0_notAfter(sk_X509_value(certificates, i)));
    if (time && (!earliest || *time < *earliest)) earliest = time;
  }
  return earliest;
}

// Ends the handshake, even if certificates are not verified.
void refuse(X509_STORE_CTX* context) {
  void* const ssl = X509_STORE_CTX_get_ex_data(context, SSL_get_ex_data_X509_STORE_CTX_idx());
  SSL_set_verify(static_cast<SSL*>(ssl), SSL_VERIFY_PEER, nullptr);
  X509_STORE_CTX_set_error(context, X509_V_ERR_CERT_REJECTED);
}

// Replaces OpenSSL's call of X509_verify_cert(). 1: accepted.
int verify_certificates(X509_STORE_CTX* context, void* data) {
  auto& peer = *static_cast<TlsPeer*>(data);
  const STACK_OF(X509)* const sent = X509_STORE_CTX_get0_untrusted(context);
  peer.sent_not_after = earliest_not_after(sent);
  if (!cheap_to_verify(sent)) {
    peer.excess = too_expensive;
    refuse(context);
    return 0;
  }
  X509_STORE_CTX_set_depth(context, max_certificates);
  // The server may send certificates that no chain contains, so these two may differ.
  const int trusted = X509_verify_cert(context);
  peer.not_after = earliest_not_after(X509_STORE_CTX_get0_chain(context));
  peer.match = match_of(context, peer.host);
  if (peer.match == CertificateMatch::foreign) peer.presented_name = presented_name(context);
  if (peer.verify) return trusted;
  X509_STORE_CTX_set_error(context, X509_V_OK);
  return 1;
}

// Stops reading from this connection. OpenSSL handles handshake messages for as long as they
// arrive, without returning to its caller.
void cut_off(SSL* ssl) {
  SSL_set0_rbio(ssl, BIO_new(BIO_s_null()));
}

// Makes OpenSSL reject the message that it is about to read: parsing too many certificates is
// expensive. The buffer is OpenSSL's own.
void spoil(const void* message, std::size_t length) {
  auto* const bytes = static_cast<unsigned char*>(const_cast<void*>(message));
  std::fill(bytes + std::min(length, handshake_head), bytes + length, 0xff);
}

void note_message(int written, int version, int type, const void* message, std::size_t length,
                  SSL* ssl, void* data) {
  if (written != 0 || type != SSL3_RT_HANDSHAKE) return;
  auto& peer = *static_cast<TlsPeer*>(data);
  ++peer.messages;
  peer.message_bytes += length;
  if (peer.excess != nullptr) return;
  if (brings_too_many_certificates(message, length, version)) {
    peer.excess = too_expensive;
    spoil(message, length);
  } else if (peer.messages > max_handshake_messages || peer.message_bytes > max_handshake_bytes) {
    peer.excess = "the server sends too many handshake messages";
    cut_off(ssl);
  }
}

bool is_fatal_alert(int alert) {
  const int description = alert & 0xff;
  return description != SSL_AD_CLOSE_NOTIFY && description != SSL_AD_USER_CANCELLED;
}

int index_of_peer() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

void note_state(const SSL* ssl, int where, int value) {
  auto& peer = *static_cast<TlsPeer*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), index_of_peer()));
  auto* const connection = const_cast<SSL*>(ssl);
  if ((where & SSL_CB_HANDSHAKE_START) != 0 && !install_meter(connection, peer.meter)) {
    peer.excess = "this host has no resources to limit what the server sends";
    cut_off(connection);
  }
  if ((where & SSL_CB_HANDSHAKE_DONE) != 0) peer.shook_hands = true;
  if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT && is_fatal_alert(value)) {
    peer.alerted = true;
  }
}

}  // namespace

bool configure_verification(TlsPeer& peer, void* ssl_ctx) {
  auto* const context = static_cast<SSL_CTX*>(ssl_ctx);
  if (!bound_handshakes(context)) return false;
  // Sets the store for verification, not that of the context: curl prepares the latter after the
  // ClientHello, would keep it and use it for all later connections.
  auto* const store = static_cast<X509_STORE*>(peer.store.get());
  if (SSL_CTX_set1_verify_cert_store(context, store) != 1) return false;
  SSL_CTX_set_cert_verify_callback(context, verify_certificates, &peer);
  SSL_CTX_set_msg_callback(context, note_message);
  SSL_CTX_set_msg_callback_arg(context, &peer);
  if (SSL_CTX_set_ex_data(context, index_of_peer(), &peer) != 1) return false;
  SSL_CTX_set_info_callback(context, note_state);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
  return true;
}

std::string_view tls_version_of(const void* ssl) {
  return SSL_get_version(static_cast<const SSL*>(ssl));
}

}  // namespace peeringd

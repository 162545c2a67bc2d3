#include "net/curl_tls.hpp"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <ctime>

#include "log/log.hpp"

namespace peeringd {
namespace {

std::shared_ptr<void> load_store(const std::string& ca_file) {
  std::shared_ptr<X509_STORE> store(X509_STORE_new(), X509_STORE_free);
  const bool loaded = ca_file.empty() ? X509_STORE_set_default_paths(store.get()) == 1
                                      : X509_STORE_load_file(store.get(), ca_file.c_str()) == 1;
  if (!loaded) {
    log::warning("no trusted certificate can be read from {}: no server is trusted that needs one",
                 ca_file.empty() ? "the system's store" : ca_file);
  }
  // A root that is trusted by itself need not be self-signed (as curl has it).
  X509_STORE_set_flags(store.get(), X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_TRUSTED_FIRST);
  return store;
}

std::optional<WallTime> time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  const std::time_t seconds = ::timegm(&parts);
  // Up to the year 9999 by their form; WallTime ends in 2262.
  constexpr auto last = std::chrono::duration_cast<std::chrono::seconds>(Duration::max()).count();
  return WallTime{std::chrono::seconds{std::clamp<std::time_t>(seconds, 0, last)}};
}

std::optional<WallTime> earliest_not_after(const STACK_OF(X509) * chain) {
  std::optional<WallTime> earliest;
  for (int i = 0; i < sk_X509_num(chain); ++i) {
    const auto time = time_of(X509_get0_notAfter(sk_X509_value(chain, i)));
    if (time && (!earliest || *time < *earliest)) earliest = time;
  }
  return earliest;
}

// Takes the place of OpenSSL's own call of X509_verify_cert(). 1: accepted.
int verify_certificates(X509_STORE_CTX* context, void* data) {
  auto& check = *static_cast<CertificateCheck*>(data);
  check.not_after = earliest_not_after(X509_STORE_CTX_get0_untrusted(context));
  if (check.verify) return X509_verify_cert(context);
  X509_STORE_CTX_set_error(context, X509_V_OK);
  return 1;
}

}  // namespace

void* TrustStores::store_for(const std::string& ca_file) {
  auto& store = stores_[ca_file];
  if (!store) store = load_store(ca_file);
  return store.get();
}

void judge_by(CertificateCheck& check, void* ssl_ctx) {
  auto* const context = static_cast<SSL_CTX*>(ssl_ctx);
  // The store to verify with, and not that of the context: curl, which prepares the latter after
  // the ClientHello, would keep it and judge all later connections by it.
  SSL_CTX_set1_verify_cert_store(context, static_cast<X509_STORE*>(check.store));
  SSL_CTX_set_cert_verify_callback(context, verify_certificates, &check);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
}

std::string_view tls_version_of(const void* ssl) {
  return SSL_get_version(static_cast<const SSL*>(ssl));
}

}  // namespace peeringd

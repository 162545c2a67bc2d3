#include "http/certificate_validity.hpp"

#include <openssl/x509.h>

#include <algorithm>
#include <chrono>
#include <ctime>

#include "base/date_time.hpp"

namespace peeringd {
namespace {

constexpr Duration warn_before = std::chrono::days{7};
constexpr int warn_share = 10;  // certificates of a day are renewed earlier than that

std::optional<WallTime> time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  // Certificates reach the year 9999; WallTime ends in 2262.
  constexpr auto last = std::chrono::duration_cast<std::chrono::seconds>(Duration::max()).count();
  return WallTime{std::chrono::seconds{std::clamp<std::time_t>(::timegm(&parts), 0, last)}};
}

std::optional<CertificateValidity> validity_of(const X509* certificate) {
  if (certificate == nullptr) return std::nullopt;
  const auto from = time_of(X509_get0_notBefore(certificate));
  const auto until = time_of(X509_get0_notAfter(certificate));
  if (!from || !until) return std::nullopt;
  return CertificateValidity{*from, *until};
}

std::string text_of(WallTime time) {
  return date_time_text(std::chrono::floor<std::chrono::seconds>(time));
}

}  // namespace

std::optional<CertificateValidity> certificate_validity(SSL_CTX* context) {
  auto validity = validity_of(SSL_CTX_get0_certificate(context));
  STACK_OF(X509)* chain = nullptr;
  SSL_CTX_get_extra_chain_certs(context, &chain);
  for (int i = 0; validity && i < sk_X509_num(chain); ++i) {
    const auto other = validity_of(sk_X509_value(chain, i));
    if (!other) continue;
    validity->from = std::max(validity->from, other->from);
    validity->until = std::min(validity->until, other->until);
  }
  return validity;
}

std::string certificate_warning(const CertificateValidity& validity, const std::string& file,
                                WallTime now) {
  const std::string what = "web.tls.cert_file: a certificate in \"" + file + "\" ";
  if (now >= validity.until) return what + "expired at " + text_of(validity.until);
  if (now < validity.from) return what + "is valid only from " + text_of(validity.from);
  const auto soon = std::min(warn_before, (validity.until - validity.from) / warn_share);
  if (validity.until - now < soon) return what + "expires at " + text_of(validity.until);
  return {};
}

}  // namespace peeringd

#include "http_client/certificate_match.hpp"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>
#include <string_view>

#include "base/printable.hpp"

namespace peeringd {
namespace {

constexpr std::size_t max_name_bytes = 100;

// Keeps what OpenSSL fails at here from being read as an error of the handshake.
class KeepErrors {
 public:
  KeepErrors() { ERR_set_mark(); }
  ~KeepErrors() { ERR_pop_to_mark(); }
  KeepErrors(const KeepErrors&) = delete;
  KeepErrors& operator=(const KeepErrors&) = delete;
};

bool is_for(X509* certificate, std::string host) {
  if (!host.empty() && host.back() == '.') host.pop_back();
  constexpr int no_address = -2;
  const int by_address = X509_check_ip_asc(certificate, host.c_str(), 0);
  if (by_address != no_address) return by_address == 1;
  return X509_check_host(certificate, host.c_str(), host.size(), 0, nullptr) == 1;
}

std::string first_dns_name(const X509* certificate) {
  const std::unique_ptr<GENERAL_NAMES, void (*)(GENERAL_NAMES*)> names(
      static_cast<GENERAL_NAMES*>(
          X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    int type = 0;
    const void* const value = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), i), &type);
    if (type != GEN_DNS) continue;
    const auto* const text = static_cast<const ASN1_STRING*>(value);
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
            static_cast<std::size_t>(ASN1_STRING_length(text))};
  }
  return {};
}

std::string common_name(const X509* certificate) {
  std::array<char, max_name_bytes + 1> text{};
  const int length = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName,
                                               text.data(), text.size());
  return length > 0 ? std::string(text.data()) : std::string();
}

}  // namespace

CertificateMatch match_of(void* context, const std::string& host) {
  const KeepErrors kept;
  auto* const judged = static_cast<X509_STORE_CTX*>(context);
  X509* const certificate = X509_STORE_CTX_get0_cert(judged);
  if (certificate == nullptr) return CertificateMatch::none;
  if (!is_for(certificate, host)) return CertificateMatch::foreign;
  switch (X509_STORE_CTX_get_error(judged)) {
    case X509_V_OK:
    case X509_V_ERR_CERT_HAS_EXPIRED:  // judged after the chain: that is a trusted one
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return CertificateMatch::right;
    default:
      return CertificateMatch::untrusted;
  }
}

std::string presented_name(void* context) {
  const KeepErrors kept;
  const X509* const certificate = X509_STORE_CTX_get0_cert(static_cast<X509_STORE_CTX*>(context));
  if (certificate == nullptr) return {};
  std::string name = first_dns_name(certificate);
  if (name.empty()) name = common_name(certificate);
  if (name.empty()) return "no name";
  // A control character takes up to six bytes.
  std::string text = printable(name.substr(0, max_name_bytes));
  return text.size() <= max_name_bytes ? text : printable(name.substr(0, max_name_bytes / 6));
}

}  // namespace peeringd

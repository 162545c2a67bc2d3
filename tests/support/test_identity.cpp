#include "support/test_identity.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace peeringd::test {
namespace {

void set_name(X509_NAME* name, const std::string& text) {
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1, 0);
}

void add_extension(X509* certificate, int id, const std::string& value) {
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, id, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

// A CA certificate without an issuer. Not signed without a signer.
std::shared_ptr<X509> make_certificate(const std::string& name, EVP_PKEY* key,
                                       std::chrono::seconds valid_for, const Identity* issuer,
                                       EVP_PKEY* signer) {
  static long serial = 0;
  std::shared_ptr<X509> made(X509_new(), X509_free);
  X509* const certificate = made.get();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -24L * 3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), valid_for.count());
  X509_set_pubkey(certificate, key);
  set_name(X509_get_subject_name(certificate), name);
  X509_set_issuer_name(certificate, issuer != nullptr
                                        ? X509_get_subject_name(issuer->certificate.get())
                                        : X509_get_subject_name(certificate));
  add_extension(certificate, NID_basic_constraints, issuer != nullptr ? "CA:FALSE" : "CA:TRUE");
  if (!name.empty()) add_extension(certificate, NID_subject_alt_name, "DNS:" + name);
  if (signer != nullptr) X509_sign(certificate, signer, EVP_sha256());
  return made;
}

}  // namespace

Identity make_identity(const std::string& name, std::chrono::seconds valid_for,
                       const Identity* issuer, std::shared_ptr<EVP_PKEY> key) {
  if (!key) key = {EVP_EC_gen("P-256"), EVP_PKEY_free};
  Identity made{std::move(key), nullptr};
  const Identity& signer = issuer != nullptr ? *issuer : made;
  made.certificate = make_certificate(name, made.key.get(), valid_for, issuer, signer.key.get());
  return made;
}

std::shared_ptr<X509> cross_sign(const Identity& authority, std::chrono::seconds valid_for,
                                 const Identity& issuer) {
  auto certificate = make_certificate("", authority.key.get(), valid_for, nullptr, nullptr);
  X509_set_subject_name(certificate.get(), X509_get_subject_name(authority.certificate.get()));
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer.certificate.get()));
  X509_sign(certificate.get(), issuer.key.get(), EVP_sha256());
  return certificate;
}

namespace {

// The data that `write` writes, in memory.
template <typename Write>
std::string text_of(Write write) {
  const std::unique_ptr<BIO, int (*)(BIO*)> memory(BIO_new(BIO_s_mem()), BIO_free);
  write(memory.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace

std::string pem_of(const Identity& identity) {
  return text_of([&](BIO* memory) { PEM_write_bio_X509(memory, identity.certificate.get()); });
}

std::string key_pem_of(const Identity& identity) {
  return text_of([&](BIO* memory) {
    PEM_write_bio_PrivateKey(memory, identity.key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
}

std::string encrypted_key_pem_of(const Identity& identity) {
  return text_of([&](BIO* memory) {
    PEM_write_bio_PKCS8PrivateKey(memory, identity.key.get(), EVP_aes_256_cbc(), "secret", 6,
                                  nullptr, nullptr);
  });
}

std::string legacy_key_pem_of(const Identity& identity) {
  static constexpr unsigned char passphrase[] = "secret";
  return text_of([&](BIO* memory) {
    PEM_write_bio_PrivateKey_traditional(memory, identity.key.get(), EVP_aes_256_cbc(), passphrase,
                                         6, nullptr, nullptr);
  });
}

}  // namespace peeringd::test

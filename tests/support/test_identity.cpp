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

}  // namespace

Identity make_identity(const std::string& name, std::chrono::seconds valid_for,
                       const Identity* issuer) {
  static long serial = 0;
  Identity made{{EVP_EC_gen("P-256"), EVP_PKEY_free}, {X509_new(), X509_free}};
  X509* const certificate = made.certificate.get();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -24L * 3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), valid_for.count());
  X509_set_pubkey(certificate, made.key.get());
  set_name(X509_get_subject_name(certificate), name);
  const Identity& signer = issuer != nullptr ? *issuer : made;
  X509_set_issuer_name(certificate, X509_get_subject_name(signer.certificate.get()));
  add_extension(certificate, NID_basic_constraints, issuer != nullptr ? "CA:FALSE" : "CA:TRUE");
  add_extension(certificate, NID_subject_alt_name, "DNS:" + name);
  X509_sign(certificate, signer.key.get(), EVP_sha256());
  return made;
}

namespace {

// What `write` leaves in memory.
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

}  // namespace peeringd::test

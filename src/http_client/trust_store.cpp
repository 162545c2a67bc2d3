#include "http_client/trust_store.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <unistd.h>

#include "base/regular_file.hpp"
#include "http_client/trust_files.hpp"

namespace peeringd {
namespace {

constexpr std::size_t max_trust_bytes = std::size_t{16} << 20;

struct FreeInfos {
  void operator()(STACK_OF(X509_INFO) * infos) const {
    sk_X509_INFO_pop_free(infos, X509_INFO_free);
  }
};

// A daemon has no terminal on which OpenSSL could ask for a passphrase.
int give_no_passphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) {
  return 0;
}

// The number of certificates added from `pem`; an error if it is truncated or invalid.
Result<int> add_certificates(X509_STORE* store, const std::string& pem) {
  const std::unique_ptr<BIO, int (*)(BIO*)> memory(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  const std::unique_ptr<STACK_OF(X509_INFO), FreeInfos> infos(
      PEM_X509_INFO_read_bio(memory.get(), nullptr, give_no_passphrase, nullptr));
  ERR_clear_error();
  if (!infos) return Error{"is not valid PEM"};
  int added = 0;
  for (int i = 0; i < sk_X509_INFO_num(infos.get()); ++i) {
    X509* const certificate = sk_X509_INFO_value(infos.get(), i)->x509;
    if (certificate != nullptr && X509_STORE_add_cert(store, certificate) == 1) ++added;
  }
  return added;
}

Result<int> add_file_of_certificates(X509_STORE* store, const std::string& file) {
  const auto text = read_regular_file(file, max_trust_bytes);
  if (!text) return text.error();
  return add_certificates(store, *text);
}

}  // namespace

TrustStore empty_trust_store() {
  std::shared_ptr<X509_STORE> store(X509_STORE_new(), X509_STORE_free);
  // A trusted root need not be self-signed (like curl).
  X509_STORE_set_flags(store.get(), X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_TRUSTED_FIRST);
  return store;
}

Result<TrustStore> load_trust_store(const std::string& ca_file, bool leave_out_broken) {
  TrustStore store = empty_trust_store();
  const bool of_the_system = ca_file.empty();
  int certificates = 0;
  for (const std::string& file : trust_files(ca_file)) {
    // Some of the system's files may not exist.
    if (of_the_system && ::access(file.c_str(), F_OK) != 0) continue;
    const auto added = add_file_of_certificates(static_cast<X509_STORE*>(store.get()), file);
    if (added) {
      certificates += *added;
    } else if (!of_the_system || !leave_out_broken) {
      return Error{file + " " + added.error().message};
    }
  }
  if (certificates > 0) return store;
  return Error{(of_the_system ? "the system's store" : ca_file) + ": contains no certificate"};
}

}  // namespace peeringd

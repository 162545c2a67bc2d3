#include "http_client/tls_meter.hpp"

#include <openssl/bio.h>

#include <algorithm>

namespace peeringd {
namespace {

int read_metered(BIO* bio, char* data, int size) {
  auto& meter = *static_cast<TlsMeter*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  if (meter.left == 0 || size <= 0) return 0;  // as if the server had closed
  if (meter.budget->left == 0) {
    meter.budget->exhausted = true;
    BIO_set_retry_read(bio);
    return -1;
  }
  const std::size_t most =
      std::min({static_cast<std::size_t>(size), meter.left, meter.budget->left});
  const int count = BIO_read(BIO_next(bio), data, static_cast<int>(most));
  BIO_copy_next_retry(bio);
  if (count > 0) {
    meter.left -= static_cast<std::size_t>(count);
    meter.budget->left -= static_cast<std::size_t>(count);
  }
  return count;
}

long control_next(BIO* bio, int command, long number, void* pointer) {
  return BIO_ctrl(BIO_next(bio), command, number, pointer);
}

int create_metered(BIO* bio) {
  BIO_set_init(bio, 1);
  return 1;
}

BIO_METHOD* make_method() {
  BIO_METHOD* const method =
      BIO_meth_new(BIO_get_new_index() | BIO_TYPE_FILTER, "peeringd's meter");
  if (method == nullptr) return nullptr;
  BIO_meth_set_read(method, read_metered);
  BIO_meth_set_ctrl(method, control_next);
  BIO_meth_set_create(method, create_metered);
  return method;
}

}  // namespace

bool install_meter(SSL* ssl, TlsMeter& meter) {
  if (meter.installed || meter.budget == nullptr) return true;
  static BIO_METHOD* const method = make_method();
  BIO* const next = SSL_get_rbio(ssl);
  if (method == nullptr || next == nullptr) return false;
  BIO* const bio = BIO_new(method);
  if (bio == nullptr) return false;
  meter.installed = true;
  BIO_set_data(bio, &meter);
  BIO_up_ref(next);
  SSL_set0_rbio(ssl, BIO_push(bio, next));
  return true;
}

}  // namespace peeringd

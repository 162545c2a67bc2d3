#include "http/tls_identity.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509err.h>
#include <sys/stat.h>

#include <chrono>

#include "log/log.hpp"

namespace peeringd {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

Error cannot_use(std::string_view key, const std::string& file, const error_code& error) {
  return Error{"web.tls." + std::string(key) + ": cannot use \"" + file + "\": " + error.message()};
}

bool is_of_another_certificate(const error_code& error) {
  const auto code = static_cast<unsigned long>(error.value());
  const int reason = ERR_GET_REASON(code);
  return ERR_GET_LIB(code) == ERR_LIB_X509 &&
         (reason == X509_R_KEY_VALUES_MISMATCH || reason == X509_R_KEY_TYPE_MISMATCH);
}

// Keys with a passphrase are refused: nobody is there to type it, and OpenSSL would ask a terminal.
std::string no_passphrase(std::size_t /*longest*/, ssl::context::password_purpose /*purpose*/) {
  return {};
}

error_code set_client_ca(ssl::context& context, const std::string& file) {
  error_code error;
  context.load_verify_file(file, error);
  if (error) return error;
  context.set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert, error);
  SSL_CTX_set_client_CA_list(context.native_handle(), SSL_load_client_CA_file(file.c_str()));
  return error;
}

void set_options(ssl::context& context, bool tls13_only) {
  SSL_CTX* const native = context.native_handle();
  SSL_CTX_set_min_proto_version(native, tls13_only ? TLS1_3_VERSION : TLS1_2_VERSION);
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  // Else OpenSSL refuses to resume sessions of clients that had to show a certificate.
  constexpr std::string_view name = "peeringd";
  SSL_CTX_set_session_id_context(native, reinterpret_cast<const unsigned char*>(name.data()),
                                 static_cast<unsigned>(name.size()));
}

std::array<std::int64_t, 4> stamp_of(const std::string& file) {
  struct stat status {};
  if (file.empty() || ::stat(file.c_str(), &status) != 0) return {};
  return {static_cast<std::int64_t>(status.st_ino), status.st_size, status.st_mtim.tv_sec,
          status.st_mtim.tv_nsec};
}

}  // namespace

Result<TlsContext> load_tls_context(const TlsSetup& setup) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  set_options(*context, setup.tls13_only);
  error_code error;
  context->set_password_callback(no_passphrase, error);
  context->use_certificate_chain_file(setup.cert_file, error);
  if (error) return cannot_use("cert_file", setup.cert_file, error);
  context->use_private_key_file(setup.key_file, ssl::context::pem, error);
  if (is_of_another_certificate(error)) {
    return Error{"web.tls.key_file: \"" + setup.key_file +
                 "\" is not the key of the certificate in \"" + setup.cert_file + "\""};
  }
  if (error) return cannot_use("key_file", setup.key_file, error);
  if (!setup.client_ca_file.empty()) error = set_client_ca(*context, setup.client_ca_file);
  if (error) return cannot_use("client_ca_file", setup.client_ca_file, error);
  return context;
}

TlsIdentity::TlsIdentity(TlsSetup setup, TlsContext context, const Stamps& stamps)
    : setup_(std::move(setup)), context_(std::move(context)), stamps_(stamps) {}

TlsIdentity::Stamps TlsIdentity::stamps_of(const TlsSetup& setup) {
  return {stamp_of(setup.cert_file), stamp_of(setup.key_file), stamp_of(setup.client_ca_file)};
}

Result<std::shared_ptr<TlsIdentity>> TlsIdentity::load(const TlsSetup& setup) {
  const Stamps stamps = stamps_of(setup);  // before reading: what changes meanwhile is read again
  auto context = load_tls_context(setup);
  if (!context) return context.error();
  return std::shared_ptr<TlsIdentity>(new TlsIdentity(setup, std::move(*context), stamps));
}

const TlsContext& TlsIdentity::context(MonotonicTime now) {
  using namespace std::chrono_literals;
  if (now - looked_at_ < 1s) return context_;
  looked_at_ = now;
  const Stamps stamps = stamps_of(setup_);
  if (stamps == stamps_) return context_;
  stamps_ = stamps;
  auto context = load_tls_context(setup_);
  if (context) {
    context_ = std::move(*context);
    log::info("the certificate in {} has changed and is used from now on", setup_.cert_file);
  } else {
    log::error("{}; the certificate read before goes on", context.error().message);
  }
  return context_;
}

}  // namespace peeringd

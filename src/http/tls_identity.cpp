#include "http/tls_identity.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509err.h>
#include <sys/stat.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <chrono>
#include <ctime>
#include <utility>

#include "base/regular_file.hpp"
#include "log/log.hpp"

namespace peeringd {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

// A bundle of all public root certificates takes a quarter of a MiB.
constexpr std::size_t longest_file = std::size_t{8} * 1024 * 1024;

Error cannot_use(std::string_view key, const std::string& file, const std::string& why) {
  return Error{"web.tls." + std::string(key) + ": cannot use \"" + file + "\": " + why};
}

Error cannot_read(std::string_view key, const std::string& file, const Error& error) {
  return Error{"web.tls." + std::string(key) + ": \"" + file + "\" " + error.message};
}

bool is_of_another_certificate(const error_code& error) {
  const auto code = static_cast<unsigned long>(error.value());
  const int reason = ERR_GET_REASON(code);
  return ERR_GET_LIB(code) == ERR_LIB_X509 &&
         (reason == X509_R_KEY_VALUES_MISMATCH || reason == X509_R_KEY_TYPE_MISMATCH);
}

// A daemon has no terminal from which OpenSSL could read a passphrase. Whether it asks for one.
std::shared_ptr<const bool> refuse_passphrases(ssl::context& context) {
  const auto asked = std::make_shared<bool>(false);  // the context keeps the callback
  context.set_password_callback(
      [asked](std::size_t /*longest*/, ssl::context::password_purpose /*purpose*/) {
        *asked = true;
        return std::string();
      });
  return asked;
}

// The server sends the names of the authorities, by which a client chooses a certificate.
error_code set_client_ca(ssl::context& context, const std::string& text) {
  error_code error;
  context.add_certificate_authority(boost::asio::buffer(text), error);
  if (error) return error;
  context.set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert, error);
  const std::unique_ptr<BIO, int (*)(BIO*)> pem(
      BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free);
  while (X509* const authority = PEM_read_bio_X509(pem.get(), nullptr, nullptr, nullptr)) {
    SSL_CTX_add_client_CA(context.native_handle(), authority);
    X509_free(authority);
  }
  ERR_clear_error();  // that of the end of the file
  return error;
}

// OpenSSL's default list has groups that cost many times as much, and the client could choose one.
// A list with an unknown name has no effect: a FIPS provider may lack X25519.
bool use_cheap_groups(SSL_CTX* context) {
  return SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") == 1 ||
         SSL_CTX_set1_groups_list(context, "P-256:P-384") == 1;
}

// False if OpenSSL refuses one that limits what a client may do.
bool set_options(ssl::context& context, WebTls::Version lowest) {
  SSL_CTX* const native = context.native_handle();
  const int version = lowest == WebTls::Version::tls13 ? TLS1_3_VERSION : TLS1_2_VERSION;
  const bool limited =
      SSL_CTX_set_min_proto_version(native, version) == 1 && use_cheap_groups(native);
  ERR_clear_error();
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  // Otherwise OpenSSL does not resume sessions of clients that presented a certificate.
  constexpr std::string_view name = "peeringd";
  SSL_CTX_set_session_id_context(native, reinterpret_cast<const unsigned char*>(name.data()),
                                 static_cast<unsigned>(name.size()));
  return limited;
}

Duration processor_time() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

// A signature, which with a large RSA key is nearly all of it, and some for the rest.
Duration measure_handshake(ssl::context& context) {
  constexpr auto rest = std::chrono::microseconds(150);
  EVP_PKEY* const key = SSL_CTX_get0_privatekey(context.native_handle());
  const Duration start = processor_time();
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> signing(EVP_MD_CTX_new(),
                                                                   EVP_MD_CTX_free);
  std::array<unsigned char, 4096> signature{};
  std::size_t size = signature.size();
  const unsigned char text = 0;
  if (EVP_DigestSignInit_ex(signing.get(), nullptr, nullptr, nullptr, nullptr, key, nullptr) == 1) {
    EVP_DigestSign(signing.get(), signature.data(), &size, &text, 1);
  }
  ERR_clear_error();
  return processor_time() - start + rest;
}

std::array<std::int64_t, 4> stamp_of(const std::string& file) {
  struct stat status {};
  if (file.empty() || ::stat(file.c_str(), &status) != 0) return {};
  return {static_cast<std::int64_t>(status.st_ino), status.st_size, status.st_mtim.tv_sec,
          status.st_mtim.tv_nsec};
}

}  // namespace

Result<TlsContext> load_tls_context(const WebTls& setup) {
  const auto certificate = read_regular_file(setup.cert_file, longest_file);
  if (!certificate) return cannot_read("cert_file", setup.cert_file, certificate.error());
  const auto key = read_regular_file(setup.key_file, longest_file);
  if (!key) return cannot_read("key_file", setup.key_file, key.error());
  auto material = std::make_shared<TlsMaterial>();
  ssl::context& context = material->context;
  if (!set_options(context, setup.min_version)) {
    return Error{"web.tls: OpenSSL refuses the minimum version or the groups P-256 and P-384"};
  }
  const auto asked = refuse_passphrases(context);
  error_code error;
  context.use_certificate_chain(boost::asio::buffer(*certificate), error);
  if (error) return cannot_use("cert_file", setup.cert_file, error.message());
  context.use_private_key(boost::asio::buffer(*key), ssl::context::pem, error);
  if (error && *asked) {
    return Error{"web.tls.key_file: \"" + setup.key_file +
                 "\" has a passphrase; write the key without one: openssl pkey -in \"" +
                 setup.key_file + "\" -out FILE"};
  }
  if (is_of_another_certificate(error)) {
    return Error{"web.tls.key_file: \"" + setup.key_file +
                 "\" is not the key of the certificate in \"" + setup.cert_file + "\""};
  }
  if (error) return cannot_use("key_file", setup.key_file, error.message());
  material->handshake_cost = measure_handshake(context);
  material->validity = certificate_validity(context.native_handle());
  if (setup.client_ca_file.empty()) return material;
  auto client_ca = read_regular_file(setup.client_ca_file, longest_file);
  if (!client_ca) {
    return cannot_read("client_ca_file", setup.client_ca_file, client_ca.error());
  }
  error = set_client_ca(context, *client_ca);
  if (error) return cannot_use("client_ca_file", setup.client_ca_file, error.message());
  material->client_ca = std::move(*client_ca);
  return material;
}

TlsIdentity::TlsIdentity(WebTls setup, TlsContext context, const Stamps& stamps)
    : setup_(std::move(setup)), context_(std::move(context)), stamps_(stamps) {}

TlsIdentity::Stamps TlsIdentity::stamps_of(const WebTls& setup) {
  return {stamp_of(setup.cert_file), stamp_of(setup.key_file), stamp_of(setup.client_ca_file)};
}

Result<std::shared_ptr<TlsIdentity>> TlsIdentity::load(const WebTls& setup) {
  const Stamps stamps = stamps_of(setup);  // before reading: what changes later is read again
  auto context = load_tls_context(setup);
  if (!context) return context.error();
  std::shared_ptr<TlsIdentity> identity(new TlsIdentity(setup, std::move(*context), stamps));
  identity->warn_of_certificate();
  return identity;
}

void TlsIdentity::warn_of_certificate() const {
  if (!context_->validity) return;
  const std::string text =
      certificate_warning(*context_->validity, setup_.cert_file, std::chrono::system_clock::now());
  if (!text.empty()) log::warning("{}", text);
}

const TlsContext& TlsIdentity::context(MonotonicTime now) {
  using namespace std::chrono_literals;
  if (now - looked_at_ < 1s) return context_;
  looked_at_ = now;
  if (!warn_at_ || now >= *warn_at_) {
    if (warn_at_) warn_of_certificate();
    warn_at_ = now + 24h;
  }
  const Stamps stamps = stamps_of(setup_);
  if (stamps == stamps_) return context_;
  stamps_ = stamps;
  auto context = load_tls_context(setup_);
  if (context) {
    context_ = std::move(*context);
    log::info("reloaded the certificate in {}", setup_.cert_file);
    warn_of_certificate();
  } else {
    log::error("{}; keeping the previous certificate", context.error().message);
  }
  return context_;
}

}  // namespace peeringd

#include "http/http_access.hpp"

#include <sodium/core.h>
#include <sodium/crypto_generichash.h>

#include <boost/asio/post.hpp>
#include <stdexcept>

namespace peeringd {
namespace {

// Each takes some 50 ms; whoever floods the server with passwords makes others wait a second.
constexpr int most_under_way = 16;

constexpr std::size_t most_known = 256;

// Of no password, at the cost of another's. Who names a user that there is not waits as long as who
// names one, and so learns nothing.
std::string nobodys_hash(std::string_view other) {
  constexpr std::size_t digest_size = 31;
  return std::string(other.substr(0, other.size() - digest_size)) + std::string(digest_size, '.');
}

HttpResponse refusal() {
  HttpResponse response = plain_text(401, "A user and a password are needed here.\n");
  response.headers.push_back({"WWW-Authenticate", "Basic realm=\"peeringd\", charset=\"UTF-8\""});
  return response;
}

}  // namespace

HttpAccess::HttpAccess() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
  crypto_generichash_keygen(key_.data());
}

HttpAccess::~HttpAccess() {
  thread_.stop();
  thread_.join();
}

void HttpAccess::use(std::shared_ptr<TlsIdentity> identity, HttpUsers users) {
  identity_ = std::move(identity);
  users_ = std::move(users);
}

HttpAccess::Verdict HttpAccess::judge(std::string_view authorization) {
  if (users_.empty()) return Admitted{};
  const auto credentials = parse_basic_credentials(authorization);
  if (!credentials) return refusal();
  const auto user = users_.find(credentials->user);
  const std::string hash =
      user == users_.end() ? nobodys_hash(users_.begin()->second) : user->second;
  // By the hash, so that a user who is gone, or has another password, is not known any more.
  if (is_known(fingerprint_of(credentials->password, hash))) return Admitted{};
  if (under_way_ >= most_under_way) {
    return plain_text(503, "Too many passwords are being checked; try again in a moment.\n");
  }
  ++under_way_;
  return [this, credentials = *credentials, hash](const HttpRequest& /*request*/,
                                                  const HttpReply& reply) {
    boost::asio::post(thread_, [this, credentials, hash, reply] {
      check(credentials, hash, reply);
      --under_way_;
    });
  };
}

void HttpAccess::check(const BasicCredentials& credentials, const std::string& hash,
                       const HttpReply& reply) {
  const bool right = matches_bcrypt(credentials.password, hash);
  if (right) {
    const std::lock_guard lock(mutex_);
    if (known_.size() >= most_known) known_.clear();
    known_.insert(fingerprint_of(credentials.password, hash));
  }
  reply(right ? plain_text(200, "") : refusal());
}

HttpAccess::Fingerprint HttpAccess::fingerprint_of(const std::string& password,
                                                   const std::string& hash) const {
  const std::string text = hash + password;  // a hash has a fixed length
  Fingerprint fingerprint{};
  crypto_generichash(fingerprint.data(), fingerprint.size(),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(), key_.data(),
                     key_.size());
  return fingerprint;
}

bool HttpAccess::is_known(const Fingerprint& fingerprint) const {
  const std::lock_guard lock(mutex_);
  return known_.contains(fingerprint);
}

}  // namespace peeringd

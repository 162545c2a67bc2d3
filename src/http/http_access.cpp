#include "http/http_access.hpp"

#include <sodium/core.h>
#include <sodium/crypto_generichash.h>

#include <boost/asio/post.hpp>
#include <new>
#include <stdexcept>

namespace peeringd {
namespace {

// Each takes some 50 ms; whoever floods the server with passwords makes others wait a second.
constexpr int most_under_way = 16;

constexpr std::size_t most_known = 256;

// Of no password, at the highest cost that a user's has. Who names a user that there is not waits
// as long as who names one, and so learns nothing.
std::string nobodys_hash(const HttpUsers& users) {
  constexpr std::size_t digest_size = 31;
  std::string hash;
  for (const auto& [name, other] : users) {  // the cost stands in 4 and 5
    if (hash.empty() || other.compare(4, 2, hash, 4, 2) > 0) hash = other;
  }
  if (!hash.empty()) hash.replace(hash.size() - digest_size, digest_size, digest_size, '.');
  return hash;
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
  nobodys_hash_ = nobodys_hash(users_);
}

HttpAccess::Verdict HttpAccess::judge(std::string_view authorization) {
  if (users_.empty()) return Admitted{};
  const auto credentials = parse_basic_credentials(authorization);
  if (!credentials) return refusal();
  const auto user = users_.find(credentials->user);
  const std::string hash = user == users_.end() ? nobodys_hash_ : user->second;
  // By the hash, so that a user who is gone, or has another password, is not known any more.
  if (is_known(fingerprint_of(credentials->password, hash))) return Admitted{};
  if (under_way_.use_count() > most_under_way) {
    return plain_text(503, "Too many passwords are being checked; try again in a moment.\n");
  }
  // However it ends, it is under way no more when the handler is gone.
  return [this, credentials = *credentials, hash, under_way = under_way_](
             const HttpRequest& /*request*/, const HttpReply& reply) {
    boost::asio::post(thread_, [this, credentials, hash, reply, under_way] {
      try {
        check(credentials, hash, reply);
      } catch (const std::bad_alloc&) {
        // Without an answer, the session gives one when its time is up.
      }
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

#include "http/http_access.hpp"

#include <sodium/core.h>
#include <sodium/crypto_generichash.h>

#include <boost/asio/post.hpp>
#include <optional>
#include <stdexcept>
#include <utility>

namespace peeringd {
namespace {

constexpr std::size_t max_known = 256;

constexpr std::size_t cost_at = 4;  // `$2b$10$…`: two digits

int cost_of(const std::string& hash) {
  return hash.empty() ? 0 : std::stoi(hash.substr(cost_at, 2));
}

// A hash that no password matches, at the highest cost among the users. A check of an unknown user
// takes as long as one of a known user, and so reveals nothing.
std::string dummy_hash(const std::map<std::string, std::string>& users) {
  constexpr std::size_t digest_size = 31;
  std::string hash;
  for (const auto& [name, other] : users) {
    if (hash.empty() || other.compare(cost_at, 2, hash, cost_at, 2) > 0) hash = other;
  }
  if (!hash.empty()) hash.replace(hash.size() - digest_size, digest_size, digest_size, '.');
  return hash;
}

// Makes the check of a wrong password take equally long for every user, so that the time does not
// reveal which users exist. Each step of the cost doubles the time: a check at cost n, and one each
// at n, n + 1, …, up to the highest minus one, take as long as one at the highest cost.
void spend_time(const std::string& password, std::string hash, int highest) {
  for (int cost = cost_of(hash); cost < highest; ++cost) {
    const std::string digits = std::to_string(cost);
    hash.replace(cost_at, 2, cost < 10 ? "0" + digits : digits);
    matches_bcrypt(password, hash);
  }
}

HttpResponse refusal() {
  HttpResponse response = plain_text(401, "This page requires a user name and a password.\n");
  response.headers.push_back({"WWW-Authenticate", "Basic realm=\"peeringd\", charset=\"UTF-8\""});
  return response;
}

}  // namespace

HttpAccess::HttpAccess(const HttpLimits& limits) : limits_(limits) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
  crypto_generichash_keygen(key_.data());
}

HttpAccess::~HttpAccess() {
  thread_.stop();
  thread_.join();
}

void HttpAccess::use(std::shared_ptr<TlsIdentity> identity, const HttpSetup& setup) {
  identity_ = std::move(identity);
  users_ = setup.web.basic_auth_users;
  hosts_ = {setup.web.hosts, setup.guard_loopback};
  dummy_hash_ = dummy_hash(users_);
}

HttpAccess::Verdict HttpAccess::check(std::string_view authorization, const IpAddress& client,
                                      std::weak_ptr<const void> asker) {
  if (users_.empty()) return Admitted{};
  const auto credentials = parse_basic_credentials(authorization);
  if (!credentials) return refusal();
  const auto user = users_.find(credentials->user);
  Check check{credentials->password, user == users_.end() ? dummy_hash_ : user->second,
              cost_of(dummy_hash_), nullptr, std::move(asker)};
  // The fingerprint includes the hash, so a removed user or a changed password is not known any
  // more.
  if (is_known(fingerprint_of(check.password, check.hash))) return Admitted{};
  const std::lock_guard lock(mutex_);
  waiting_.remove_if([](const Check& waiting) { return waiting.asker.expired(); });
  if (waiting_.size() >= limits_.password_checks ||
      waiting_.size_of(client) >= limits_.password_checks_per_client) {
    return plain_text(503, "Too many passwords are being checked; try again in a moment.\n");
  }
  return [this, client, check](const HttpRequest& /*request*/, HttpReply reply) mutable {
    check.reply = std::move(reply);
    {
      const std::lock_guard guard(mutex_);
      waiting_.add(client, std::move(check));
    }
    boost::asio::post(thread_, [this] { check_next(); });
  };
}

void HttpAccess::check_next() {
  std::optional<Check> check;
  {
    const std::lock_guard lock(mutex_);
    waiting_.remove_if([](const Check& waiting) { return waiting.asker.expired(); });
    check = waiting_.take();
  }
  if (!check) return;
  if (!matches_bcrypt(check->password, check->hash)) {
    spend_time(check->password, check->hash, check->cost);
    return check->reply(refusal());
  }
  {
    const std::lock_guard lock(mutex_);
    if (known_.size() >= max_known) known_.clear();
    known_.insert(fingerprint_of(check->password, check->hash));
  }
  check->reply(plain_text(200, ""));
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

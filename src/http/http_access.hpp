// Authenticates clients. Checking a password takes long, on purpose: that is done on a thread of
// its own, and the result is kept, so that neither probing nor other clients are delayed.
#pragma once

#include <array>
#include <boost/asio/thread_pool.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <variant>

#include "http/basic_credentials.hpp"
#include "http/fair_queue.hpp"
#include "http/host_check.hpp"
#include "http/limits.hpp"
#include "http/router.hpp"
#include "http/setup.hpp"
#include "http/tls_identity.hpp"

namespace peeringd {

/// Server thread only.
class HttpAccess {
 public:
  explicit HttpAccess(const HttpLimits& limits);
  ~HttpAccess();  // NOLINT(bugprone-exception-escape): as thread_pool::join()
  HttpAccess(const HttpAccess&) = delete;
  HttpAccess& operator=(const HttpAccess&) = delete;

  /// Replaces the settings: `identity` for new connections, users and hosts for the next request.
  void use(std::shared_ptr<TlsIdentity> identity, const HttpSetup& setup);

  const HttpHosts& hosts() const { return hosts_; }

  /// Null: without TLS.
  TlsIdentity* identity() const { return identity_.get(); }

  bool has_users() const { return !users_.empty(); }

  /// True if clients need a password or a certificate.
  bool requires_authentication() const {
    return has_users() || (identity_ != nullptr && identity_->asks_for_certificate());
  }

  struct Admitted {};
  /// Admits a request, refuses it by a response, or returns a handler that checks its password and
  /// admits it by a reply with status 200. Serves the clients in turn; drops the check when `asker`
  /// is gone.
  using Verdict = std::variant<Admitted, HttpResponse, HttpHandler>;
  Verdict check(std::string_view authorization, const IpAddress& client,
                std::weak_ptr<const void> asker);

 private:
  using Users = std::map<std::string, std::string>;  // hashes by bcrypt (RFC 7617)
  using Fingerprint = std::array<std::uint8_t, 32>;

  struct Check {
    std::string password;
    std::string hash;
    int cost = 0;  // of every check, including for users with cheaper hashes
    HttpReply reply;
    std::weak_ptr<const void> asker;
  };

  Fingerprint fingerprint_of(const std::string& password, const std::string& hash) const;
  bool is_known(const Fingerprint& fingerprint) const;
  void check_next();

  std::shared_ptr<TlsIdentity> identity_;
  Users users_;
  std::array<std::uint8_t, 32> key_{};  // of the fingerprints; differs between processes
  HttpHosts hosts_;
  const HttpLimits& limits_;
  std::string dummy_hash_;
  mutable std::mutex mutex_;             // of the following two
  std::set<Fingerprint> known_;          // correct passwords
  FairQueue<IpAddress, Check> waiting_;  // to be checked
  boost::asio::thread_pool thread_{1};
};

}  // namespace peeringd

// Who may read what the server serves. A password takes long to check, on purpose: it is done on a
// thread of its own, and remembered, so that neither probing nor other clients notice.
#pragma once

#include <array>
#include <boost/asio/thread_pool.hpp>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <variant>

#include "http/basic_credentials.hpp"
#include "http/fair_line.hpp"
#include "http/limits.hpp"
#include "http/router.hpp"
#include "http/setup.hpp"
#include "http/tls_identity.hpp"

namespace peeringd {

/// To be used on the server's thread.
class HttpAccess {
 public:
  explicit HttpAccess(const HttpLimits& limits);
  ~HttpAccess();  // NOLINT(bugprone-exception-escape): as thread_pool::join()
  HttpAccess(const HttpAccess&) = delete;
  HttpAccess& operator=(const HttpAccess&) = delete;

  /// From now on: for new connections as to TLS, for the next request as to users and hosts.
  void use(std::shared_ptr<TlsIdentity> identity, HttpUsers users, HttpHosts hosts);

  const HttpHosts& hosts() const { return hosts_; }

  /// Null: without TLS.
  TlsIdentity* identity() const { return identity_.get(); }

  bool names_users() const { return !users_.empty(); }

  /// Whether a client has to show who it is: by a password or a certificate.
  bool asks_who() const {
    return names_users() || (identity_ != nullptr && identity_->asks_for_certificate());
  }

  struct Admitted {};
  /// What becomes of a request with this Authorization field: it may pass, it is refused, or its
  /// password is to be checked by a handler, whose reply of status 200 means that it may pass. The
  /// clients have their turns; a password is not checked any more once `asker` is gone.
  using Verdict = std::variant<Admitted, HttpResponse, HttpHandler>;
  Verdict judge(std::string_view authorization, const IpAddress& client,
                std::weak_ptr<const void> asker);

 private:
  using Fingerprint = std::array<std::uint8_t, 32>;

  struct Check {
    std::string password;
    std::string hash;
    int cost = 0;  // of each check, whoever it is about
    HttpReply reply;
    std::weak_ptr<const void> asker;
  };

  Fingerprint fingerprint_of(const std::string& password, const std::string& hash) const;
  bool is_known(const Fingerprint& fingerprint) const;
  void check_next();

  std::shared_ptr<TlsIdentity> identity_;
  HttpUsers users_;
  std::array<std::uint8_t, 32> key_{};  // of the fingerprints; another in each process
  HttpHosts hosts_;
  const HttpLimits& limits_;
  std::string nobodys_hash_;
  mutable std::mutex mutex_;            // of the following two
  std::set<Fingerprint> known_;         // passwords that were right
  FairLine<IpAddress, Check> waiting_;  // to be checked
  boost::asio::thread_pool thread_{1};
};

}  // namespace peeringd

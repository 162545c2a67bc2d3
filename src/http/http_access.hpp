// Who may read what the server serves. A password takes long to check, on purpose: it is done on a
// thread of its own, and remembered, so that neither probing nor other clients notice.
#pragma once

#include <array>
#include <boost/asio/thread_pool.hpp>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <string_view>
#include <variant>

#include "http/basic_credentials.hpp"
#include "http/router.hpp"
#include "http/setup.hpp"
#include "http/tls_identity.hpp"

namespace peeringd {

/// To be used on the server's thread.
class HttpAccess {
 public:
  HttpAccess();
  ~HttpAccess();  // NOLINT(bugprone-exception-escape): as thread_pool::join()
  HttpAccess(const HttpAccess&) = delete;
  HttpAccess& operator=(const HttpAccess&) = delete;

  /// From now on: for new connections as to TLS, for the next request as to users.
  void use(std::shared_ptr<TlsIdentity> identity, HttpUsers users);

  /// Null: without TLS.
  TlsIdentity* identity() const { return identity_.get(); }

  struct Admitted {};
  /// What becomes of a request with this Authorization field: it may pass, it is refused, or its
  /// password is to be checked by a handler, whose reply of status 200 means that it may pass.
  using Verdict = std::variant<Admitted, HttpResponse, HttpHandler>;
  Verdict judge(std::string_view authorization);

 private:
  using Fingerprint = std::array<std::uint8_t, 32>;

  Fingerprint fingerprint_of(const std::string& password, const std::string& hash) const;
  bool is_known(const Fingerprint& fingerprint) const;
  void check(const BasicCredentials& credentials, const std::string& hash, const HttpReply& reply);

  std::shared_ptr<TlsIdentity> identity_;
  HttpUsers users_;
  std::array<std::uint8_t, 32> key_{};  // of the fingerprints; another in each process
  std::string nobodys_hash_;
  std::shared_ptr<int> under_way_ = std::make_shared<int>();  // held by each check
  mutable std::mutex mutex_;
  std::set<Fingerprint> known_;  // passwords that were right; guarded by mutex_
  boost::asio::thread_pool thread_{1};
};

}  // namespace peeringd

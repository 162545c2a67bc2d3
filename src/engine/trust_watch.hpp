// Looks after the files of trusted certificates while the daemon runs, on a thread of its own: the
// probing loop neither asks the file system nor parses certificates.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "base/clock.hpp"
#include "http_client/trust_anchors.hpp"

namespace peeringd {

struct Config;

/// What TransferRequest::ca_file may be for the probes of `config`.
std::set<std::string> trusted_files_of(const Config& config);

/// One thread, but for what TrustAnchors allows. The thread is started when there is something to
/// look after.
class TrustWatch {
 public:
  TrustWatch() = default;
  TrustWatch(const TrustWatch&) = delete;
  TrustWatch& operator=(const TrustWatch&) = delete;
  ~TrustWatch();  // NOLINT(bugprone-exception-escape): as stop()

  const std::shared_ptr<TrustAnchors>& anchors() const { return anchors_; }

  /// To be called each second or so: has the files looked at every two seconds, unless the last
  /// look still lasts. What has changed is in use after four seconds, then.
  void look(MonotonicTime now);

  /// Waits for the look that is under way.
  void stop();

 private:
  const std::shared_ptr<TrustAnchors> anchors_ = std::make_shared<TrustAnchors>();
  std::optional<boost::asio::thread_pool> thread_;
  MonotonicTime next_look_{};
  std::atomic<bool> looking_ = false;
};

}  // namespace peeringd

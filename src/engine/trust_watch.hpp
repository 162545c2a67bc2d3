// Watches the files of trusted certificates on a thread of its own: the probing loop neither
// touches the file system nor parses certificates.
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

/// All values that TransferRequest::ca_file can have for the probes of `config`.
std::set<std::string> trusted_files_of(const Config& config);

/// One thread, except as TrustAnchors allows. Its own thread starts when there is a file to watch.
class TrustWatch {
 public:
  TrustWatch() = default;
  TrustWatch(const TrustWatch&) = delete;
  TrustWatch& operator=(const TrustWatch&) = delete;
  ~TrustWatch();  // NOLINT(bugprone-exception-escape): as stop()

  const std::shared_ptr<TrustAnchors>& anchors() const { return anchors_; }

  /// Checks the files every two seconds, unless the last check is still running. Call it about once
  /// a second: a change is then in use within four seconds.
  void look(MonotonicTime now);

  /// Waits for the check that is running.
  void stop();

 private:
  const std::shared_ptr<TrustAnchors> anchors_ = std::make_shared<TrustAnchors>();
  std::optional<boost::asio::thread_pool> thread_;
  MonotonicTime next_look_{};
  std::atomic<bool> looking_ = false;
};

}  // namespace peeringd

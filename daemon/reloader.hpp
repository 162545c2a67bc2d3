// Reloads the configuration while the daemon runs: all changes take effect, or none.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/thread_pool.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "assessment/monitor.hpp"
#include "config/load_config.hpp"
#include "engine/engine.hpp"
#include "http/server.hpp"
#include "metrics/exposition.hpp"
#include "model/event.hpp"
#include "route_sources/bmp_sockets.hpp"
#include "systemd/service_notifier.hpp"

namespace peeringd {

/// A separate thread reads the files, validates them and computes the changes; the probing loop
/// only applies them. An error changes nothing. It appears in the log, the metrics and the outcome.
class Reloader {
 public:
  struct Outcome {
    bool successful = false;
    std::string text;  ///< a summary of the changes, or each error in a line
  };
  using Done = std::function<void(const Outcome&)>;

  /// The objects that a reload updates. They and the loop must outlive the Reloader.
  struct Parts {
    Engine& engine;
    Monitor& monitor;
    HttpServer& server;
    ServiceNotifier& notifier;
    EventSink events;
    /// Called on the loop with each new configuration, and the BMP sockets that were opened for
    /// it; may be null.
    std::function<void(const std::shared_ptr<const Config>&, BmpSockets)> reloaded{};
  };

  /// `file` is that of the engine's configuration, which was read with `options`; `loop` the
  /// engine's executor. The server listens on `inherited_addresses`, if given, in place of those in
  /// the configuration.
  Reloader(std::filesystem::path file, LoadOptions options, DaemonFacts facts, Parts parts,
           boost::asio::any_io_executor loop, const Clock& clock,
           std::optional<std::vector<ListenAddress>> inherited_addresses = {});
  ~Reloader();  // NOLINT(bugprone-exception-escape): as stop()
  Reloader(const Reloader&) = delete;
  Reloader& operator=(const Reloader&) = delete;

  /// Reads the files as they are after this call. Calls `done`, which may be null, on the loop once
  /// the metrics show the new configuration. All requests that arrive during a reload share the
  /// next one. Any thread.
  void request(Done done);

  /// The facts about the current configuration that the metrics export. Any thread.
  DaemonFacts facts() const;

  /// The current configuration. Loop only.
  const Config& config() const { return *config_; }

  /// Ends the thread; pending requests get no outcome. Idempotent.
  void stop();

 private:
  struct Prepared {
    ReloadPlan plan;
    LocalNetwork network;
    std::shared_ptr<PreparedSetup> web;
    BmpSockets bmp;
    std::string config_sha256;
  };

  void begin();
  Result<Prepared> prepare();
  Outcome apply(Result<Prepared> prepared);
  void show(Outcome outcome);
  void finish(const Outcome& outcome);

  const std::filesystem::path file_;
  const LoadOptions options_;
  const Parts parts_;
  const boost::asio::any_io_executor loop_;
  const Clock& clock_;
  const std::optional<std::vector<ListenAddress>> inherited_addresses_;
  // Loop only, except that the thread reads config_ during prepare(), while the loop does not write
  // it.
  std::shared_ptr<const Config> config_;
  std::vector<Done> waiting_;   // for the next reload
  std::vector<Done> answered_;  // by the current reload
  bool under_way_ = false;
  std::optional<Result<Prepared>> prepared_;  // owned by the thread until it has posted

  mutable std::mutex mutex_;
  DaemonFacts facts_;  // guarded by mutex_
  boost::asio::thread_pool thread_{1};
};

}  // namespace peeringd

// Brings changed configuration files into force while the daemon runs: all of them, or nothing.
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

#include "config/load_config.hpp"
#include "engine/engine.hpp"
#include "http/server.hpp"
#include "metrics/exposition.hpp"
#include "model/event.hpp"
#include "monitor/monitor.hpp"
#include "service/service_notifier.hpp"

namespace peeringd {

/// The files are read and checked, and what they change is worked out, on a thread of its own; the
/// probing loop only brings it in. What is wrong leaves everything as it was, and is in the log, in
/// the metrics and in the outcome.
class Reloader {
 public:
  struct Outcome {
    bool successful = false;
    std::string text;  ///< what has changed, or every mistake in a line of its own; for people
  };
  using Done = std::function<void(const Outcome&)>;

  /// What has to go along. All of it must outlive the Reloader, as must the loop.
  struct Parts {
    Engine& engine;
    Monitor& monitor;
    HttpServer& server;
    ServiceNotifier& notifier;
    EventSink events;
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

  /// Reads the files as they are after this call; `done`, which may be null, is called on the loop,
  /// when the metrics show the new configuration.
  /// Who asks while files are being read is answered by one more reading, together with others.
  /// Any thread.
  void request(Done done);

  /// What the metrics say of the configuration in force. Any thread.
  DaemonFacts facts() const;

  /// The one in force. On the loop.
  const Config& config() const { return *config_; }

  /// Ends the thread; pending requests get no outcome. Idempotent.
  void stop();

 private:
  struct Prepared {
    ReloadPlan plan;
    std::shared_ptr<PreparedSetup> web;
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
  // On the loop; the thread reads config_ while it prepares, when nobody writes it.
  std::shared_ptr<const Config> config_;
  std::vector<Done> waiting_;   // for the next reading
  std::vector<Done> answered_;  // by the one under way
  bool under_way_ = false;
  std::optional<Result<Prepared>> prepared_;  // the thread's, until it has posted

  mutable std::mutex mutex_;
  DaemonFacts facts_;  // guarded by mutex_
  boost::asio::thread_pool thread_{1};
};

}  // namespace peeringd

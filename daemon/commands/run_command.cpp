#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <utility>

#include "assessment/monitor.hpp"
#include "base/host_and_port.hpp"
#include "config/load_config.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/config_messages.hpp"
#include "daemon/history_set_up.hpp"
#include "daemon/process_set_up.hpp"
#include "daemon/reloader.hpp"
#include "daemon/route_events.hpp"
#include "daemon/signal_handlers.hpp"
#include "daemon/state_file.hpp"
#include "daemon/web/web_handlers.hpp"
#include "engine/engine.hpp"
#include "event/event_bus.hpp"
#include "event/event_log.hpp"
#include "event/recent_events.hpp"
#include "http/server.hpp"
#include "log/log.hpp"
#include "net/access_lines.hpp"
#include "report/status_line.hpp"
#include "route_sources/route_monitor.hpp"
#include "systemd/service_notifier.hpp"
#include "trace/packet_size_tests.hpp"
#include "trace/path_traces.hpp"

namespace peeringd {
namespace {

// If the service manager has opened sockets, the server listens on those alone.
HttpSetup first_setup(const WebConfig& web) {
  HttpSetup setup{web, /*guard_loopback=*/true, inherited_sockets()};
  if (!setup.inherited.empty()) setup.web.listen.clear();
  return setup;
}

Result<void> listen(HttpServer& server, const HttpSetup& setup) {
  auto prepared = server.prepare(setup);
  if (!prepared) return prepared.error();
  server.apply(std::move(*prepared));
  return {};
}

void log_where(const HttpServer& server, const HttpSetup& setup) {
  for (const ListenAddress& at : server.local_endpoints()) {
    const std::string place = host_and_port(at.address.to_string(), at.port);
    const char* const scheme = setup.web.tls ? "https" : "http";
    log::info("metrics at {}://{}/metrics{}", scheme, place,
              setup.inherited.empty() ? "" : ", on a socket of the service manager");
    log::info("web UI at {}://{}/", scheme, place);
  }
}

// Empty if the host has none.
std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : std::string();
}

Event started_event(const Engine& engine) {
  const std::size_t connections = engine.config()->connections.size();
  Event event{EventKind::started,
              EventLevel::info,
              {},
              fmt::format("probing began: connections: {}, targets: {}", connections,
                          engine.target_count())};
  event.fields = {{"version", PEERINGD_VERSION},
                  {"connections", std::uint64_t{connections}},
                  {"targets", std::uint64_t{engine.target_count()}}};
  return event;
}

// As in the alert PeeringDaemonStale.
constexpr Duration longest_assessment_age = std::chrono::minutes{2};

// The parts of the running daemon. Members refer to earlier ones, and end in the reverse order.
class Daemon {
 public:
  // `config_sha256`: LoadedConfig::sha256.
  Daemon(const std::filesystem::path& config_file, const LoadOptions& options,
         std::shared_ptr<const Config> config, std::string config_sha256)
      : config_file_(config_file),
        options_(options),
        config_(std::move(config)),
        config_sha256_(std::move(config_sha256)) {
    events_.subscribe(log_event);
    events_.subscribe([this](const Event& event) { recent_events_.add(event); });
    events_.subscribe([this](const Event& event) { history_.add(event); });
    PersistentState before = state_file_.read();
    engine_.restore(before.lines.addresses);
    monitor_.restore(std::move(before));
    monitor_.subscribe([this](const auto& assessment) { state_file_.note(assessment); });
    monitor_.subscribe([this](const auto& assessment) { history_.add(assessment); });
  }

  // Until SIGTERM or SIGINT. Returns the exit code.
  int serve() {
    if (const auto listening = listen(server_, setup_); !listening) {
      log_error_lines(listening.error().message);
      return exit_failed;
    }
    create_reloader();
    if (const auto started = engine_.start(); !started) {
      log::error("{}", started.error().message);
      return exit_failed;
    }
    const SignalHandlers signals(
        loop_, [this] { reloader_->request(nullptr); },
        [this] {
          notifier_.stopping();
          engine_.stop();
        });
    start();
    unblock_reload_signal();
    notifier_.ready();
    run_loop(loop_);
    stop();
    return exit_success;
  }

 private:
  DiagnosticInputs diagnostic_inputs() {
    return {.access_lines = [this](const Snapshot& snapshot) { return access_lines_.of(snapshot); },
            .traces =
                [this](const Snapshot& snapshot, const Rollup& rollup, const ReachReport& reach) {
                  return path_traces_.of(snapshot, rollup, reach);
                },
            .packet_sizes =
                [this](const Snapshot& snapshot, const Rollup& rollup, const ReachReport& reach) {
                  return packet_size_tests_.of(snapshot, rollup, reach);
                },
            .routes = [this] { return route_monitor_.report(); }};
  }

  std::string status() const {
    const bool refused = reloader_ && !reloader_->facts().last_reload_successful;
    const auto assessment = monitor_.latest();
    return status_line(engine_.config()->connections.size(), engine_.target_count(),
                       assessment ? &assessment->alerts : nullptr, refused);
  }

  // The loop runs, or nobody would ask. The monitor's thread may hang all the same.
  bool works() const {
    const auto assessment = monitor_.latest();
    const MonotonicTime last = assessment ? assessment->snapshot->taken_at : started_;
    return clock_.now() - last < longest_assessment_age;
  }

  // Call when the server listens.
  void create_reloader() {
    std::optional<std::vector<ListenAddress>> inherited_addresses;
    if (!setup_.inherited.empty()) inherited_addresses = server_.local_endpoints();
    reloader_.emplace(
        config_file_, options_, DaemonFacts{PEERINGD_VERSION, clock_.wall(), true, config_sha256_},
        Reloader::Parts{engine_, monitor_, server_, notifier_, events_.sink(),
                        [this](const std::shared_ptr<const Config>& after, BmpSockets bmp) {
                          history_.reload(history_options(after->history));
                          route_monitor_.use(after, std::move(bmp));
                        }},
        loop_.get_executor(), clock_, inherited_addresses);
  }

  void start() {
    events_.publish(started_event(engine_));
    log_where(server_, setup_);
    const DaemonIdentity identity{host_name(), config_file_, clock_.now()};
    server_.start(make_web_handlers({monitor_, recent_events_, *reloader_, clock_, &history_,
                                     &route_monitor_, identity, &server_},
                                    loop_.get_executor()));
    monitor_.start();
    route_monitor_.use(std::exchange(config_, nullptr));  // a reload replaces it
  }

  void stop() {
    reloader_->stop();
    route_monitor_.stop();
    monitor_.stop();
    finish_state_file(state_file_);
    finish_history(history_, engine_.last_snapshot());
    server_.stop();
  }

  const std::filesystem::path config_file_;
  const LoadOptions options_;
  std::shared_ptr<const Config> config_;  // of the start; null once it runs
  const std::string config_sha256_;
  const HttpSetup setup_ = first_setup(config_->web);
  const SystemClock clock_;
  const MonotonicTime started_ = clock_.now();
  boost::asio::io_context loop_{1};
  EventBus events_{clock_};
  RecentEvents recent_events_;
  History history_{history_options(config_->history), clock_};
  Engine engine_{loop_.get_executor(),
                 clock_,
                 config_,
                 {.events = events_.sink(), .measurements = [this](MeasurementBatch batch) {
                    history_.add(std::move(batch));
                  }}};
  AccessLines access_lines_{clock_};
  PathTraces path_traces_{clock_};
  PacketSizeTests packet_size_tests_;
  Monitor monitor_{
      [this](Monitor::SnapshotTaken taken) { engine_.take_snapshot(std::move(taken)); }, clock_,
      events_.sink(), diagnostic_inputs()};
  StateFile state_file_{config_->history, clock_};
  ServiceNotifier notifier_{loop_.get_executor(), service_environment(),
                            [this] { return status(); }, [this] { return works(); }};
  HttpServer server_{HttpLimits{}};
  RouteMonitor route_monitor_{
      clock_, [this](Event event) {
        const auto assessment = monitor_.latest();
        events_.publish(with_probe_state(std::move(event), assessment.get()));
      }};
  std::optional<Reloader> reloader_;
};

}  // namespace

int run_command(const ConfigArgs& args) {
  ignore_stray_signals();
  block_reload_signal();  // until the loop runs
  try {
    const LoadOptions options = load_options(args);
    LoadedConfig loaded = load_config(args.file, options);
    for (const Diagnostic& warning : loaded.warnings) log::warning("{}", warning.to_string());
    auto config = std::make_shared<const Config>(std::move(loaded.config));
    log::info("peeringd " PEERINGD_VERSION " on {}{}", args.file.string(),
              config->site.empty() ? "" : ", site " + config->site);
    return Daemon(args.file, options, std::move(config), loaded.sha256).serve();
  } catch (const ConfigError& error) {
    print_errors(error);
    return exit_bad_configuration;
  }
}

}  // namespace peeringd

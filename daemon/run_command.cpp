#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <optional>

#include "assessment/monitor.hpp"
#include "config/load_config.hpp"
#include "daemon/commands.hpp"
#include "daemon/config_messages.hpp"
#include "daemon/history_set_up.hpp"
#include "daemon/process_set_up.hpp"
#include "daemon/reloader.hpp"
#include "daemon/route_events.hpp"
#include "daemon/signal_handlers.hpp"
#include "daemon/state_file.hpp"
#include "daemon/web_handlers.hpp"
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
    const std::string host =
        at.address.is_v6() ? "[" + at.address.to_string() + "]" : at.address.to_string();
    const char* const scheme = setup.web.tls ? "https" : "http";
    log::info("metrics at {}://{}:{}/metrics{}", scheme, host, at.port,
              setup.inherited.empty() ? "" : ", on a socket of the service manager");
    log::info("web UI at {}://{}:{}/", scheme, host, at.port);
  }
}

// noexcept: an exception that escapes a handler is a bug. It aborts the process before the stack is
// unwound, so that the core dump shows its origin, and the service manager restarts the daemon.
void run(boost::asio::io_context& loop) noexcept {
  loop.run();
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

// Runs the daemon until SIGTERM or SIGINT. `config_sha256`: LoadedConfig::sha256.
int serve(const std::filesystem::path& config_file, const LoadOptions& options,
          const std::shared_ptr<const Config>& config, const std::string& config_sha256) {
  const SystemClock clock;
  boost::asio::io_context loop(1);
  EventBus events(clock);
  RecentEvents recent_events;
  events.subscribe(log_event);
  events.subscribe([&](const Event& event) { recent_events.add(event); });
  History history(history_options(config->history), clock);
  events.subscribe([&](const Event& event) { history.add(event); });
  const MeasurementSink measurements = [&](MeasurementBatch batch) {
    history.add(std::move(batch));
  };
  Engine engine(loop.get_executor(), clock, config,
                {.events = events.sink(), .measurements = measurements});
  AccessLines access_lines(clock);
  PathTraces path_traces(clock);
  PacketSizeTests packet_size_tests;
  const RouteMonitor* routes = nullptr;  // set below, before the monitor starts
  const DiagnosticInputs diagnostic_inputs{
      .access_lines = [&](const Snapshot& snapshot) { return access_lines.of(snapshot); },
      .traces = [&](const Snapshot& snapshot, const Rollup& rollup,
                    const ReachReport& reach) { return path_traces.of(snapshot, rollup, reach); },
      .packet_sizes =
          [&](const Snapshot& snapshot, const Rollup& rollup, const ReachReport& reach) {
            return packet_size_tests.of(snapshot, rollup, reach);
          },
      .routes = [&] { return routes->report(); }};
  Monitor monitor([&](Monitor::SnapshotTaken taken) { engine.take_snapshot(std::move(taken)); },
                  clock, events.sink(), diagnostic_inputs);
  StateFile state_file(config->history, clock);
  monitor.restore(state_file.read());
  monitor.subscribe([&](const auto& assessment) { state_file.note(*assessment); });
  monitor.subscribe([&](const auto& assessment) { history.add(assessment); });
  const Reloader* reloads = nullptr;  // set below; the notifier reports failed reloads
  ServiceNotifier notifier(loop.get_executor(), service_environment(), [&] {
    const bool refused = reloads != nullptr && !reloads->facts().last_reload_successful;
    const auto assessment = monitor.latest();
    return status_line(engine.config()->connections.size(), engine.target_count(),
                       assessment ? &assessment->alerts : nullptr, refused);
  });
  HttpServer server(HttpLimits{});
  const HttpSetup setup = first_setup(config->web);
  if (const auto listening = listen(server, setup); !listening) {
    log_error_lines(listening.error().message);
    return exit_failed;
  }
  std::optional<std::vector<ListenAddress>> inherited_addresses;
  if (!setup.inherited.empty()) inherited_addresses = server.local_endpoints();
  RouteMonitor route_monitor(clock, [&](Event event) {
    const auto assessment = monitor.latest();
    events.publish(with_probe_state(std::move(event), assessment.get()));
  });
  routes = &route_monitor;
  Reloader reloader(config_file, options, {PEERINGD_VERSION, clock.wall(), true, config_sha256},
                    {engine, monitor, server, notifier, events.sink(),
                     [&](const std::shared_ptr<const Config>& after) {
                       history.reload(history_options(after->history));
                       route_monitor.use(after);
                     }},
                    loop.get_executor(), clock, inherited_addresses);
  reloads = &reloader;
  if (const auto started = engine.start(); !started) {
    log::error("cannot read the host's addresses: {}", started.error().message);
    return exit_failed;
  }
  const SignalHandlers signals(
      loop, [&] { reloader.request(nullptr); },
      [&] {
        notifier.stopping();
        engine.stop();
      });
  events.publish(started_event(engine));
  log_where(server, setup);
  const DaemonIdentity identity{host_name(), config_file, clock.now()};
  server.start(make_web_handlers(
      {monitor, recent_events, reloader, clock, &history, &route_monitor, identity},
      loop.get_executor()));
  monitor.start();
  route_monitor.use(config);

  unblock_reload_signal();
  notifier.ready();
  run(loop);
  reloader.stop();
  route_monitor.stop();
  monitor.stop();
  finish_state_file(state_file);
  finish_history(history, engine.last_snapshot());
  server.stop();
  return exit_success;
}

}  // namespace

int run_command(const ConfigArgs& args) {
  ignore_stray_signals();
  block_reload_signal();  // until the loop runs
  try {
    const LoadOptions options = load_options(args);
    LoadedConfig loaded = load_config(args.file, options);
    for (const Diagnostic& warning : loaded.warnings) log::warning("{}", warning.to_string());
    const auto config = std::make_shared<const Config>(std::move(loaded.config));
    log::info("peeringd " PEERINGD_VERSION " on {}{}", args.file.string(),
              config->site.empty() ? "" : ", site " + config->site);
    return serve(args.file, options, config, loaded.sha256);
  } catch (const ConfigError& error) {
    print_errors(error);
    return exit_bad_configuration;
  }
}

}  // namespace peeringd

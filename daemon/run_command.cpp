#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <functional>
#include <new>

#include "config/load_config.hpp"
#include "daemon/alert_watch.hpp"
#include "daemon/commands.hpp"
#include "daemon/config_messages.hpp"
#include "daemon/reloader.hpp"
#include "daemon/web_routes.hpp"
#include "engine/engine.hpp"
#include "http/server.hpp"
#include "log/log.hpp"
#include "service/service_notifier.hpp"
#include "service/status_line.hpp"

namespace peeringd {
namespace {

// SIGHUP reloads, however often; SIGTERM and SIGINT end. All on the loop.
class SignalHandlers {
 public:
  SignalHandlers(boost::asio::io_context& loop, std::function<void()> reload,
                 std::function<void()> end)
      : reloading_(loop, SIGHUP), ending_(loop, SIGTERM, SIGINT), reload_(std::move(reload)) {
    wait_for_reload();
    ending_.async_wait([this, end = std::move(end)](const auto& error, int signal) {
      if (error) return;
      log::info("ending on {}", signal == SIGTERM ? "SIGTERM" : "SIGINT");
      reloading_.cancel();
      end();
    });
  }

 private:
  void wait_for_reload() {
    reloading_.async_wait([this](const auto& error, int /*signal*/) {
      if (error) return;
      reload_();
      wait_for_reload();
    });
  }

  boost::asio::signal_set reloading_;
  boost::asio::signal_set ending_;
  std::function<void()> reload_;
};

// Binds all addresses of the configuration, or says which it could not.
bool listen(HttpServer& server, const WebConfig& web) {
  bool all = true;
  for (const ListenAddress& address : web.listen) {
    const auto listening = server.listen(address.address, address.port);
    if (listening) continue;
    log::error("{}", listening.error().message);
    all = false;
  }
  return all;
}

void log_where(const HttpServer& server) {
  for (const HttpAddress& at : server.local_endpoints()) {
    const std::string host =
        at.address.is_v6() ? "[" + at.address.to_string() + "]" : at.address.to_string();
    log::info("metrics at http://{}:{}/metrics", host, at.port);
  }
}

// Nothing that is run throws on purpose. Should memory run out where nobody expected it, that event
// is lost, and all others go on.
void run(boost::asio::io_context& loop) {
  for (;;) {
    try {
      loop.run();
      return;
    } catch (const std::bad_alloc&) {
      log::write(log::Level::error, "out of memory; going on");
    }
  }
}

// All loops until a signal ends them.
int serve(const std::filesystem::path& config_file, std::shared_ptr<const Config> config) {
  const SystemClock clock;
  boost::asio::io_context loop(1);
  Engine engine(loop.get_executor(), clock, config);
  AlertWatch alerts(engine, clock, *config);
  ServiceNotifier notifier(loop.get_executor(), service_environment(), [&] {
    return status_line(engine.config()->connections.size(), engine.target_count(),
                       alerts.latest().get());
  });
  Reloader reloader(config_file, {PEERINGD_VERSION, clock.wall(), true}, {engine, alerts, notifier},
                    loop.get_executor(), clock);
  HttpServer server(HttpLimits{}, make_web_routes(engine, alerts, reloader, loop.get_executor()));
  if (!listen(server, config->web)) return exit_cannot_start;
  if (const auto started = engine.start(); !started) {
    log::error("cannot learn the host's addresses: {}", started.error().message);
    return exit_cannot_start;
  }
  server.start();
  alerts.start();
  log_where(server);

  SignalHandlers signals(
      loop, [&] { reloader.request(nullptr); },
      [&] {
        notifier.stopping();
        engine.stop();
      });
  notifier.ready();
  run(loop);
  reloader.stop();
  alerts.stop();
  server.stop();
  return exit_success;
}

}  // namespace

int run_command(const std::filesystem::path& config_file) {
  std::signal(SIGPIPE, SIG_IGN);  // a scraper that hangs up is an error code, not the end
  try {
    LoadedConfig loaded = load_config(config_file);
    for (const Diagnostic& warning : loaded.warnings) log::warning("{}", warning.to_string());
    const auto config = std::make_shared<const Config>(std::move(loaded.config));
    log::info("peeringd " PEERINGD_VERSION " on {}: connections: {}, targets: {}",
              config_file.string(), config->connections.size(), expand_targets(*config).size());
    return serve(config_file, config);
  } catch (const ConfigError& error) {
    print_errors(error);
    return exit_bad_configuration;
  }
}

}  // namespace peeringd

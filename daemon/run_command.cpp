#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>

#include "config/load_config.hpp"
#include "daemon/alert_watch.hpp"
#include "daemon/commands.hpp"
#include "daemon/config_messages.hpp"
#include "daemon/web_routes.hpp"
#include "engine/engine.hpp"
#include "http/server.hpp"
#include "log/log.hpp"
#include "service/service_notifier.hpp"
#include "service/status_line.hpp"

namespace peeringd {
namespace {

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

// All loops until a signal ends them.
int serve(std::shared_ptr<const Config> config, const DaemonFacts& facts) {
  const SystemClock clock;
  boost::asio::io_context loop(1);
  Engine engine(loop.get_executor(), clock, config);
  AlertWatch alerts(engine, clock, *config);
  HttpServer server(HttpLimits{}, make_web_routes(engine, alerts, loop.get_executor(), facts));
  if (!listen(server, config->web)) return exit_cannot_start;
  if (const auto started = engine.start(); !started) {
    log::error("cannot learn the host's addresses: {}", started.error().message);
    return exit_cannot_start;
  }
  server.start();
  alerts.start();
  log_where(server);
  ServiceNotifier notifier(loop.get_executor(), service_environment(), [&] {
    return status_line(config->connections.size(), engine.target_count(), alerts.latest().get());
  });

  boost::asio::signal_set ending(loop, SIGTERM, SIGINT);
  ending.async_wait([&](const boost::system::error_code& error, int signal) {
    if (error) return;
    log::info("ending on {}", signal == SIGTERM ? "SIGTERM" : "SIGINT");
    notifier.stopping();
    engine.stop();
  });
  notifier.ready();
  loop.run();
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
    return serve(config, {PEERINGD_VERSION, SystemClock{}.wall(), true});
  } catch (const ConfigError& error) {
    print_errors(error);
    return exit_bad_configuration;
  }
}

}  // namespace peeringd

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <iostream>
#include <optional>
#include <string>
#include <thread>

#include "base/duration.hpp"
#include "base/host_and_port.hpp"
#include "config/load_web.hpp"
#include "config/web.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/config_messages.hpp"
#include "daemon/process_set_up.hpp"
#include "daemon/signal_handlers.hpp"
#include "daemon/web/overview_handlers.hpp"
#include "fleet/store_watch.hpp"
#include "http/server.hpp"
#include "log/log.hpp"
#include "systemd/service_notifier.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::uint16_t overview_port = 8076;

// The options have been checked by the command line.
WebConfig web_of(const OverviewArgs& args) {
  LoadedWeb loaded;
  if (!args.web.empty()) loaded = load_web(args.web, variables_of_process());
  for (const Diagnostic& warning : loaded.warnings) log::warning("{}", warning.to_string());
  WebConfig web = std::move(loaded.web);
  if (!loaded.has_listen) {
    web.listen = {ListenAddress{boost::asio::ip::address_v4::loopback(), overview_port}};
  }
  if (args.listen.empty()) return web;
  web.listen.clear();
  for (const std::string& text : args.listen) {
    web.listen.push_back(parse_listen_address(text).value());
  }
  if (const auto openness = openness_of(web)) {
    log::warning("other hosts can read everything {}; set up TLS and users with --web FILE",
                 openness->lack);
  }
  return web;
}

StoreWatchOptions watch_options(const OverviewArgs& args, WallTime now) {
  const StoreUrl url = parse_store_url(args.store).value();
  StoreWatchOptions options;
  options.access = {
      url,
      args.ca,
      args.token_file,
      args.user,
      args.password_file,
      std::chrono::duration_cast<std::chrono::milliseconds>(parse_duration(args.timeout).value())};
  options.job = args.job;
  options.interval =
      std::chrono::duration_cast<std::chrono::seconds>(parse_duration(args.refresh).value());
  options.identity = {PEERINGD_VERSION, url.text, now};
  return options;
}

std::string status_text(const StoreStatus& status) {
  if (status.problem) return "the store: " + status.problem->text;
  if (!status.data_time) return "the store is being asked";
  return fmt::format("branches: {}, dark: {}, connections: {}", status.branches,
                     status.dark ? std::to_string(*status.dark) : "not known", status.connections);
}

// One refresh, as a line.
int check_store(const OverviewArgs& args, const Clock& clock) {
  StoreWatch watch(watch_options(args, clock.wall()), clock);
  while (!watch.latest()->status.asked) std::this_thread::sleep_for(20ms);
  const StoreStatus status = watch.latest()->status;
  watch.stop();
  for (const std::string& warning : status.warnings) std::cerr << "warning: " << warning << '\n';
  if (status.problem) {
    std::cerr << status.store << ": " << status.problem->text << '\n';
    return exit_failed;
  }
  std::cout << status.store << ": " << status_text(status) << '\n';
  return exit_success;
}

void log_addresses(const HttpServer& server, bool tls) {
  for (const ListenAddress& at : server.local_endpoints()) {
    log::info("web UI at {}://{}/", tls ? "https" : "http",
              host_and_port(at.address.to_string(), at.port));
  }
}

int serve_overview(const OverviewArgs& args, const WebConfig& web) {
  const SystemClock clock;
  boost::asio::io_context loop(1);
  HttpLimits limits;
  limits.handler = parse_duration(args.timeout).value() * 2 + 2s;  // a report asks twice
  HttpServer server(limits);
  auto prepared = server.prepare({web, /*guard_loopback=*/true, {}});
  if (!prepared) {
    log_error_lines(prepared.error().message);
    return exit_failed;
  }
  server.apply(std::move(*prepared));
  StoreWatch watch(watch_options(args, clock.wall()), clock);
  log_addresses(server, web.tls.has_value());
  ServiceNotifier notifier(loop.get_executor(), service_environment(),
                           [&] { return status_text(watch.latest()->status); });
  const SignalHandlers signals(
      loop, [] { log::info("nothing to reload: files are read again when they change"); },
      [&] {
        notifier.stopping();
        loop.stop();
      });
  server.start(make_overview_handlers(watch, clock, loop.get_executor(), PEERINGD_VERSION,
                                      args.max_raw_samples));
  unblock_reload_signal();
  notifier.ready();
  run_loop(loop);
  watch.stop();
  server.stop();
  return exit_success;
}

}  // namespace

int overview_command(const OverviewArgs& args) {
  ignore_stray_signals();
  block_reload_signal();  // until the loop runs
  try {
    if (args.check) return check_store(args, SystemClock());
    return serve_overview(args, web_of(args));
  } catch (const ConfigError& error) {
    print_errors(error);
    return exit_bad_configuration;
  }
}

}  // namespace peeringd

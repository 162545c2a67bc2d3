#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <iostream>

#include "base/text.hpp"
#include "config/load_config.hpp"
#include "connection/expand_targets.hpp"
#include "daemon/commands/ad_hoc_config.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/config_messages.hpp"
#include "engine/engine.hpp"
#include "event/event_log.hpp"
#include "log/log.hpp"
#include "model/probe_traits.hpp"
#include "report/probe_report.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

// The maximum duration of one probe: its burst, or its timeout.
Duration span_of(const ProbeConfig& probe) {
  const ProbeTraits traits = traits_of(probe.options);
  return std::max(traits.spacing * traits.burst, probe.timeout);
}

constexpr Duration between_looks = 2s;
constexpr std::string_view clear_screen = "\x1b[H\x1b[2J";

// The configuration with shorter intervals: one probe per second, or as often as the timeout
// allows, and a window that contains all of them; in a watch, those of the last minute.
Config hurried(Config config, const ProbeArgs& args) {
  Duration longest{};
  for (EndpointConfig& endpoint : config.endpoints) {
    for (ProbeConfig& probe : endpoint.probes) {
      probe.interval = std::max<Duration>(1s, span_of(probe));
      longest = std::max(longest, probe.interval);
    }
  }
  config.window = args.watch ? std::max<Duration>(1min, longest * 5)
                             : longest * static_cast<std::int64_t>(args.count + 10);
  return config;
}

std::string results_text(const Snapshot& snapshot, const ProbeArgs& args) {
  return args.json ? probe_json(snapshot) : probe_table(snapshot);
}

// Runs an engine until each target has had its probes, or until SIGINT or SIGTERM.
class ProbeRun {
 public:
  ProbeRun(std::shared_ptr<const Config> config, const ProbeArgs& args)
      : args_(args),
        engine_(loop_.get_executor(), clock_, std::move(config),
                {args.watch ? 0 : args.count, log_event}),
        timer_(loop_),
        interrupt_(loop_, SIGINT, SIGTERM),
        show_progress_(!args.watch && ::isatty(STDERR_FILENO) == 1) {}

  /// Null if the engine cannot start; the error has been printed.
  std::shared_ptr<const Snapshot> run() {
    if (const auto started = engine_.start(); !started) {
      std::cerr << started.error().message << '\n';
      return nullptr;
    }
    interrupt_.async_wait([this](const boost::system::error_code& error, int /*signal*/) {
      interrupted_ = !error;
      if (args_.watch) timer_.cancel();
    });
    poll_progress();
    loop_.run();
    if (show_progress_) std::cerr << "\r\033[K";
    return snapshot_;
  }

 private:
  void poll_progress() {
    snapshot_.reset();  // the next one replaces it
    engine_.take_snapshot([this](std::unique_ptr<const Snapshot> snapshot) {
      snapshot_ = std::move(snapshot);
      if (args_.watch) return watch();
      const ProbeProgress progress = progress_of(*snapshot_, args_.count);
      if (show_progress_) {
        std::cerr << fmt::format("\r{} of {} done ", progress.finished,
                                 counted(progress.wanted, "probe"));
      }
      if (progress.complete() || interrupted_) {
        end();
      } else {
        poll_later(100ms);
      }
    });
  }

  void watch() {
    const bool cleared = !args_.json && ::isatty(STDOUT_FILENO) == 1;
    std::cout << (cleared ? clear_screen : "") << results_text(*snapshot_, args_)
              << (cleared || args_.json ? "" : "\n") << std::flush;
    if (interrupted_ || !std::cout) return end();
    poll_later(between_looks);
  }

  void poll_later(Duration pause) {
    timer_.expires_after(pause);
    timer_.async_wait([this](const boost::system::error_code& /*cancelled*/) { poll_progress(); });
  }

  void end() {
    interrupt_.cancel();
    engine_.stop();
  }

  const ProbeArgs& args_;
  SystemClock clock_;
  boost::asio::io_context loop_{1};
  Engine engine_;
  boost::asio::steady_timer timer_;
  boost::asio::signal_set interrupt_;
  std::shared_ptr<const Snapshot> snapshot_;
  bool show_progress_;
  bool interrupted_ = false;
};

/// What is to be probed; the error is one of the command line. Throws ConfigError.
Result<Config> config_for(const ConfigArgs& from, const ProbeArgs& args) {
  if (!args.from.empty()) return ad_hoc_config(args.from, args.hosts);
  auto selected = select(load_config(from.file, load_options(from)).config, args.selection);
  if (selected && count_targets(*selected) == 0) {
    return Error{"no target in " + from.file.string() +
                 " matches --connection, --prefix and --endpoint"};
  }
  return selected;
}

}  // namespace

int probe_command(const ConfigArgs& from, const ProbeArgs& args) {
  log::set_level(log::Level::warning);  // the table has the results
  try {
    auto wanted = config_for(from, args);
    if (!wanted) {
      std::cerr << wanted.error().message << '\n';
      return exit_usage;
    }
    const auto config = std::make_shared<const Config>(hurried(std::move(*wanted), args));
    const auto snapshot = ProbeRun(config, args).run();
    if (!snapshot) return exit_failed;
    if (!args.watch) std::cout << results_text(*snapshot, args);
    return every_target_answered(*snapshot) ? exit_success : exit_unanswered;
  } catch (const ConfigError& error) {
    print_errors(error, /*quiet=*/true);
    return exit_bad_configuration;
  }
}

}  // namespace peeringd

#include "daemon/reloader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cstdint>
#include <exception>

#include "base/free_memory.hpp"
#include "config/load_config.hpp"
#include "connection/source_choice.hpp"
#include "daemon/config_messages.hpp"
#include "log/log.hpp"
#include "net/read_local_network.hpp"

namespace peeringd {
namespace {

std::string summary_of(const ReloadPlan& plan) {
  return fmt::format(
      "connections: {}, targets: {} (unchanged {}, altered {}, added {}, removed {})",
      plan.after->connections.size(), plan.targets.size(), plan.unchanged(), plan.altered(),
      plan.added(), plan.removed());
}

// The event contains the first error; log lines that follow contain all.
Event event_of(const Reloader::Outcome& outcome) {
  Event event{
      EventKind::reload_accepted, EventLevel::info, {}, "configuration reloaded: " + outcome.text};
  if (outcome.successful) return event;
  event.kind = EventKind::reload_refused;
  event.level = EventLevel::error;
  const std::uint64_t errors =
      1 + static_cast<std::uint64_t>(std::ranges::count(outcome.text, '\n'));
  event.summary = "configuration not reloaded; the previous one stays in force";
  event.fields = {{"errors", errors},
                  {"first_error", outcome.text.substr(0, outcome.text.find('\n'))}};
  return event;
}

Result<LoadedConfig> load(const std::filesystem::path& file, const LoadOptions& options) {
  try {
    return load_config(file, options);
  } catch (const ConfigError& error) {
    for (const Diagnostic& warning : error.warnings()) log::warning("{}", warning.to_string());
    return Error{error.what()};  // one error per line
  } catch (const std::exception& error) {
    return Error{error.what()};
  }
}

}  // namespace

Reloader::Reloader(std::filesystem::path file, LoadOptions options, DaemonFacts facts, Parts parts,
                   boost::asio::any_io_executor loop, const Clock& clock,
                   std::optional<std::vector<ListenAddress>> inherited_addresses)
    : file_(std::move(file)),
      options_(std::move(options)),
      parts_(parts),
      loop_(std::move(loop)),
      clock_(clock),
      inherited_addresses_(std::move(inherited_addresses)),
      config_(parts_.engine.config()),
      facts_(std::move(facts)) {}

Reloader::~Reloader() {
  stop();
}

void Reloader::stop() {
  thread_.stop();
  thread_.join();
  prepared_.reset();  // its sockets must close before the server ends
}

DaemonFacts Reloader::facts() const {
  const std::lock_guard lock(mutex_);
  return facts_;
}

void Reloader::request(Done done) {
  boost::asio::post(loop_, [this, done = std::move(done)]() mutable {
    waiting_.push_back(std::move(done));
    if (!under_way_) begin();
  });
}

void Reloader::begin() {
  under_way_ = true;
  answered_ = std::exchange(waiting_, {});
  parts_.notifier.reloading();
  boost::asio::post(thread_, [this] {
    prepared_ = prepare();
    if (!*prepared_) return_free_memory();
    boost::asio::post(loop_, [this] { show(apply(*std::exchange(prepared_, std::nullopt))); });
  });
}

Result<Reloader::Prepared> Reloader::prepare() {
  auto loaded = load(file_, options_);
  if (!loaded) return loaded.error();
  for (const Diagnostic& warning : loaded->warnings) log::warning("{}", warning.to_string());
  auto config = std::make_shared<const Config>(std::move(loaded->config));
  parts_.engine.read_trust(*config);
  HttpSetup setup{config->web, /*guard_loopback=*/true, {}};
  if (inherited_addresses_) setup.web.listen = *inherited_addresses_;
  auto web = parts_.server.prepare(setup);
  if (!web) return web.error();
  auto bmp = open_added_bmp_sockets(*config_, *config);
  if (!bmp) return bmp.error();
  auto network = read_local_network(network_query_for(*config));
  if (!network) return network.error();
  return Prepared{plan_reload(config_, std::move(config), clock_.now()), std::move(*network),
                  std::move(*web), std::move(*bmp), std::move(loaded->sha256)};
}

Reloader::Outcome Reloader::apply(Result<Prepared> prepared) {
  if (!prepared) return {false, prepared.error().message};
  const std::string summary = summary_of(prepared->plan);
  const auto config = prepared->plan.after;
  const auto done = parts_.engine.reload(std::move(prepared->plan), prepared->network);
  if (!done) return {false, done.error().message};
  parts_.server.apply(std::move(prepared->web));
  {
    const std::lock_guard lock(mutex_);
    facts_.config_sha256 = std::move(prepared->config_sha256);
  }
  if (parts_.reloaded) parts_.reloaded(config, std::move(prepared->bmp));
  // Destroying a large configuration takes long, so the thread does it.
  boost::asio::post(thread_, [before = std::exchange(config_, config)]() mutable {
    before.reset();
    return_free_memory();
  });
  return {true, summary};
}

// Reports success only when /metrics shows the new configuration.
void Reloader::show(Outcome outcome) {
  {
    const std::lock_guard lock(mutex_);
    facts_.last_reload_successful = outcome.successful;
    if (outcome.successful) facts_.config_loaded_at = clock_.wall();
  }
  if (!outcome.successful) return finish(outcome);
  parts_.monitor.assess_now([this, outcome = std::move(outcome)](const auto& /*assessment*/) {
    boost::asio::post(loop_, [this, outcome] { finish(outcome); });
  });
}

void Reloader::finish(const Outcome& outcome) {
  parts_.events(event_of(outcome));
  if (!outcome.successful) log_error_lines(outcome.text);
  under_way_ = false;
  for (const Done& done : std::exchange(answered_, {})) {
    if (done) done(outcome);
  }
  parts_.notifier.ready();
  if (!waiting_.empty()) begin();
}

}  // namespace peeringd

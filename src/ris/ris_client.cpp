#include "ris/ris_client.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <random>
#include <utility>

#include "base/as_result.hpp"
#include "dial/backoff.hpp"
#include "dial/dialer.hpp"
#include "log/log.hpp"
#include "ris/ris_message.hpp"
#include "ris/ris_stream.hpp"
#include "ris/ris_subscription.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;

/// A connection that lasted so long has worked.
constexpr Duration lasting = std::chrono::minutes{1};

}  // namespace

struct RisClient::Impl : std::enable_shared_from_this<Impl> {
  Impl(asio::any_io_executor on, const Clock& time, RisOptions chosen, OnObservation observe)
      : executor(std::move(on)),
        clock(time),
        options(std::move(chosen)),
        on_observation(std::move(observe)),
        delay(executor),
        second(executor),
        dialer(executor),
        backoff(options.first_delay, options.last_delay),
        health(options.limits) {
    status.name = "ris-live";
  }

  // Time in which the machine was suspended counts.
  MonotonicTime now() const { return clock.now() + clock.suspended(); }

  void stop() {
    stopped = true;
    delay.cancel();
    second.cancel();
    dialer.stop();
    if (stream) stream->close();
  }

  void publish(const Observation& observation) {
    if (!stopped) on_observation(observation);
  }

  // Reports whether the data is current, if that has changed.
  void publish_source() {
    if (status.synchronised == health.current()) return;
    SourceChange change;
    change.source = RouteSource::ris;
    change.connected = health.current();
    if (change.connected) log::info("RIS Live: subscribed at {}", server.host);
    publish(change);
    status.synchronised = change.connected;
  }

  static asio::awaitable<void> keep_time(std::shared_ptr<Impl> self) {
    while (!self->stopped) {
      self->second.expires_after(std::chrono::seconds{1});
      co_await self->second.async_wait(as_result);
      if (self->stopped) break;
      try {
        if (self->stream && self->status.up) self->check_health();
        self->publish_source();
      } catch (const std::exception& error) {
        self->problem = error.what();
        self->report(self->problem);
        if (self->stream) self->stream->close();
      }
    }
  }

  void check_health() {
    const RisHealth::Step step = health.on_time(now());
    if (step.ping) stream->send(ris_ping());
    if (!step.problem.empty()) {
      status.count(RouteSourceError::slow);
      problem = step.problem;
      stream->close();
    }
  }

  static asio::awaitable<void> run(std::shared_ptr<Impl> self) {
    while (!self->stopped) {
      try {
        co_await self->connect();
      } catch (const std::exception& error) {
        self->abandon(error);
      }
      if (self->stopped) break;
      self->delay.expires_after(self->backoff.next(self->jitter(self->random)));
      co_await self->delay.async_wait(as_result);
    }
  }

  // The gap in the data is reported by keep_time(), or by exchange() before the next connection is
  // used.
  void abandon(const std::exception& error) {
    status.up = false;
    health.on_closed();
    stream.reset();
    fail(RouteSourceError::protocol, error.what());
  }

  // Returns at the end of the connection.
  asio::awaitable<void> connect() {
    problem.clear();
    const RisConfig to = server;
    Result<asio::ip::tcp::socket> connected = co_await dialer.connect(to.host, to.port);
    if (stopped) co_return;
    if (to != server) {  // since a reload in between
      backoff.succeed();
      co_return;
    }
    if (!connected) {
      fail(RouteSourceError::connection, connected.error().message);
      co_return;
    }
    const auto trust = load_trust_store(to.ca_file, true);
    if (!trust) {
      fail(RouteSourceError::protocol, trust.error().message);
      co_return;
    }
    stream.emplace(*std::move(connected), to.host, *trust);
    const auto opened = co_await stream->open(to.path + "?client=" + to.client);
    if (opened && !stopped) {
      co_await exchange();
    } else if (!stopped) {
      fail(RouteSourceError::protocol, opened.error().message);
    }
    stream.reset();
  }

  void fail(RouteSourceError error, const std::string& what) {
    status.count(error);
    report(what);
  }

  // A server that stays away is reported once.
  void report(const std::string& what) {
    if (what == reported) return;
    reported = what;
    log::warning("RIS Live at {}: {}", server.host, what);
  }

  asio::awaitable<void> exchange() {
    const MonotonicTime begin = now();
    status.up = true;
    health.on_connected(begin);
    publish_source();  // the gap, if an exception has ended the connection before this one
    subscribe();
    while (!stopped) {
      const Result<std::string_view> text = co_await stream->read();
      if (stopped) co_return;
      if (!text) {
        if (problem.empty()) {
          problem = text.error().message;
          status.count(stream->too_long() ? RouteSourceError::too_long
                                          : RouteSourceError::connection);
        }
        break;
      }
      take(*text);
    }
    status.up = false;
    health.on_closed();
    publish_source();
    if (now() - begin >= lasting) {
      backoff.succeed();
      reported.clear();
    }
    report(problem);
  }

  void subscribe() {
    stream->send(ris_peer_state_subscription());
    for (std::string& text : ris_subscriptions(options.beacons, false)) {
      stream->send(std::move(text));
    }
    unconfirmed.clear();
    subscribe_to(monitored.prefixes());
    if (unconfirmed.empty()) health.on_subscribed(now());
  }

  void subscribe_to(const std::vector<IpPrefix>& prefixes) {
    unconfirmed.insert(unconfirmed.end(), prefixes.begin(), prefixes.end());
    health.on_subscribing(now());
    for (std::string& text : ris_subscriptions(prefixes, true)) stream->send(std::move(text));
  }

  void take(std::string_view text) {
    const auto message = read_ris_message(text, monitored);
    ++status.messages;
    status.last_message = clock.wall();
    if (!message) {
      status.count(RouteSourceError::malformed);
      report("the server sent " + message.error().message);
      return;
    }
    std::visit([this](const auto& content) { on(content); }, *message);
    publish_source();
  }

  void on(const RisData& data) {
    if (data.sent) health.on_data(clock.wall() - *data.sent, now());
    publish_source();
    if (const auto* update = std::get_if<RisUpdate>(&data.what)) {
      for (const RouteObservation& seen : update->seen) publish(seen);
    } else if (const auto* state = std::get_if<RisPeerState>(&data.what)) {
      publish(state->change);
    }
  }

  void on(const RisSubscribed& subscribed) {
    const std::size_t before = unconfirmed.size();
    unconfirmed = difference(std::move(unconfirmed), subscribed.prefixes);
    const bool ours = unconfirmed.size() < before;
    if (ours && unconfirmed.empty()) health.on_subscribed(now());
  }

  void on(const RisError& error) {
    status.count(RouteSourceError::protocol);
    report("the server reported an error: " + error.text);
  }

  void on(const RisPong& /*pong*/) { health.on_pong(); }
  void on(const RisIgnored& /*message*/) {}

  void use(RisConfig wanted, PrefixSet prefixes) {
    const bool other_server = wanted != server;
    const std::vector<IpPrefix> added = difference(prefixes.prefixes(), monitored.prefixes());
    server = std::move(wanted);
    monitored = std::move(prefixes);
    // Subscriptions to prefixes that are no longer monitored remain; their messages are ignored.
    if (other_server && stream) {
      problem = "the configuration names another server";
      stream->close();
    } else if (status.up && !added.empty()) {
      subscribe_to(added);
    }
    delay.cancel();
    if (std::exchange(running, true)) return;
    asio::co_spawn(executor, run(shared_from_this()), asio::detached);
    asio::co_spawn(executor, keep_time(shared_from_this()), asio::detached);
  }

  asio::any_io_executor executor;
  const Clock& clock;
  const RisOptions options;
  OnObservation on_observation;
  asio::steady_timer delay;   // before the next attempt
  asio::steady_timer second;  // of keep_time()
  Dialer dialer;
  Backoff backoff;
  std::minstd_rand random{std::random_device{}()};
  std::uniform_real_distribution<double> jitter{0, 1};

  RisConfig server;
  PrefixSet monitored;
  RisHealth health;
  RouteSourceStatus status;
  std::optional<RisStream> stream;
  std::vector<IpPrefix> unconfirmed;  // prefixes whose subscription was not acknowledged yet
  std::string problem;                // why the connection ended
  std::string reported;               // the last problem in the log
  bool running = false;
  bool stopped = false;
};

RisClient::RisClient(asio::any_io_executor executor, const Clock& clock, RisOptions options,
                     OnObservation on_observation)
    : impl_(std::make_shared<Impl>(std::move(executor), clock, std::move(options),
                                   std::move(on_observation))) {}

RisClient::~RisClient() {
  impl_->stop();
}

void RisClient::use(RisConfig server, PrefixSet monitored) {
  impl_->use(std::move(server), std::move(monitored));
}

RisStatus RisClient::status() const {
  return {impl_->status, impl_->health.lag()};
}

}  // namespace peeringd

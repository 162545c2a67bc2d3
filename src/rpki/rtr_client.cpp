#include "rpki/rtr_client.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>

#include "base/as_result.hpp"
#include "base/host_and_port.hpp"
#include "dial/backoff.hpp"
#include "dial/dialer.hpp"
#include "log/log.hpp"
#include "rpki/cache_statuses.hpp"
#include "rpki/rtr_session.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr Duration first_delay = std::chrono::seconds{1};
constexpr Duration last_delay = std::chrono::minutes{1};
constexpr Duration longest_retry = std::chrono::minutes{10};
constexpr std::size_t max_reported_problems = 8;

}  // namespace

struct RtrClient::Impl : std::enable_shared_from_this<Impl> {
  Impl(asio::any_io_executor on, const Clock& time, OnChange change)
      : executor(std::move(on)),
        clock(time),
        on_change(std::move(change)),
        delay(executor),
        second(executor),
        socket(executor),
        dialer(executor) {}

  // Time in which the machine was suspended counts: the data ages in it.
  MonotonicTime now() const { return clock.now() + clock.suspended(); }

  RouteSourceStatus& status() {
    RouteSourceStatus* const listed = find_status(statuses, current);
    return listed != nullptr ? *listed : unlisted;
  }

  void close() {
    boost::system::error_code ignored;
    socket.close(ignored);
  }

  void stop() {
    stopped = true;
    delay.cancel();
    second.cancel();
    dialer.stop();
    close();
  }

  // A query has a few bytes, and is sent after the last one was answered: the kernel has room for
  // it.
  bool send(const std::vector<std::uint8_t>& bytes) {
    boost::system::error_code error;
    return bytes.empty() || socket.write_some(asio::buffer(bytes), error) == bytes.size();
  }

  // False if the connection must end. A change whose callback throws is passed again a second
  // later.
  bool apply(const RtrStep& step) {
    const bool sent = send(step.send);
    if (!step.problem.empty()) problem = step.problem;
    changed = changed || step.changed;
    if (changed && !stopped) on_change(VrpChange{session.vrps()});
    changed = false;
    return sent && !step.close;
  }

  void apply_or_close(const RtrStep& step) {
    if (!apply(step)) close();
  }

  static asio::awaitable<void> keep_time(std::shared_ptr<Impl> self) {
    while (!self->stopped) {
      self->second.expires_after(std::chrono::seconds{1});
      co_await self->second.async_wait(as_result);
      if (self->stopped) break;
      try {
        self->check_time();
      } catch (const std::exception& error) {
        self->abandon(error);
      }
    }
  }

  void check_time() {
    const bool had_data = session.vrps().has_value();
    const RtrStep step = session.on_time(now());
    if (step.close) status().count(RouteSourceError::slow);
    if (had_data && !session.vrps()) log::warning("the data of the RPKI caches has expired");
    apply_or_close(step);
  }

  static asio::awaitable<void> run(std::shared_ptr<Impl> self) {
    while (!self->stopped) {
      try {
        co_await self->try_caches();
      } catch (const std::exception& error) {
        self->abandon(error);
        self->session.on_closed();
        self->status().up = self->status().synchronised = false;
      }
      co_await self->wait_before_next_round();
    }
  }

  // Only the connection ends: the data remains, and the next round begins as usual.
  void abandon(const std::exception& error) {
    problem = error.what();
    close();
    report(false);
  }

  // Until one of them has worked, or all have failed.
  asio::awaitable<void> try_caches() {
    for (std::size_t next = 0; next < caches.size() && !stopped; ++next) {
      const RtrCache cache = caches[next];
      if (co_await talk_to(cache)) co_return;
    }
  }

  asio::awaitable<void> wait_before_next_round() {
    // Without data, attempts are more frequent than the cache asks for.
    const Duration longest = session.vrps() ? session.retry() : last_delay;
    delay.expires_after(backoff.next(jitter(random), std::min(longest, longest_retry)));
    if (!stopped) co_await delay.async_wait(as_result);
  }

  // True if the cache sent its data.
  asio::awaitable<bool> talk_to(const RtrCache& cache) {
    bool worked = false;
    bool again = true;
    while (again && !stopped) {
      current = host_and_port(cache.host, cache.port);
      problem.clear();
      Result<tcp::socket> connected = co_await dialer.connect(cache.host, cache.port);
      if (stopped) co_return false;
      // A reload may have removed the cache meanwhile.
      if (find_status(statuses, current) == nullptr) co_return false;
      if (connected) {
        socket = *std::move(connected);
        worked = co_await exchange();
        again = session.on_closed() && !worked;
      } else {
        problem = connected.error().message;
        status().count(RouteSourceError::connection);
        again = false;
      }
      status().up = status().synchronised = false;
      if (!stopped) report(worked);
    }
    co_return worked;
  }

  void report(bool worked) {
    // A cache that stays away is reported once. It may choose the text.
    std::set<std::string>& known = reported[current];
    const bool is_new = known.size() < max_reported_problems && known.insert(problem).second;
    if (!worked && !is_new) return;
    log::warning("RPKI cache {}: {}", current, problem);
  }

  // Returns at the end of the connection. True if it was ever synchronised.
  asio::awaitable<bool> exchange() {
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    status().up = true;
    const MonotonicTime begin = now();
    bool worked = false;
    std::size_t filled = 0;
    bool open = apply(session.on_connected(current, now()));
    while (open && !stopped) {
      const auto room = asio::buffer(buffer) + filled;
      const auto [error, size] = co_await socket.async_read_some(room, as_result);
      if (error || stopped) {
        if (problem.empty()) problem = "the cache closed the connection";
        status().count(RouteSourceError::connection);
        break;
      }
      open = take(filled + size, filled);
      if (session.synchronised() && !worked) {
        worked = true;
        reported.erase(current);
        log::info("RPKI cache {}: complete, VRPs of the configured prefixes: {}", current,
                  session.vrps()->size());
      }
      status().synchronised = session.synchronised();
    }
    close();
    // A cache that fails soon after its answer does so again.
    if (worked && now() - begin >= last_delay) backoff.succeed();
    co_return worked;
  }

  // Handles the PDUs in the first `size` bytes, and keeps the rest: `filled` bytes.
  bool take(std::size_t size, std::size_t& filled) {
    std::span<const std::uint8_t> rest(buffer.data(), size);
    bool open = true;
    while (open && !stopped) {
      const auto read = read_rtr_pdu(rest);
      if (std::holds_alternative<RtrIncomplete>(read)) break;
      if (const auto* error = std::get_if<RtrPduError>(&read)) {
        status().count(RouteSourceError::malformed);
        open = apply(session.on_pdu_error(*error));
        break;
      }
      const auto& pdu = std::get<RtrPdu>(read);
      ++status().messages;
      status().last_message = clock.wall();
      open = apply(session.on_pdu(pdu, now()));
      if (!open) status().count(RouteSourceError::protocol);
      rest = rest.subspan(pdu.size);
    }
    filled = rest.size();
    std::copy(rest.begin(), rest.end(), buffer.begin());
    return open;
  }

  void use(std::vector<RtrCache> wanted, PrefixSet monitored) {
    caches = std::move(wanted);
    statuses = statuses_of(caches, std::move(statuses));
    std::erase_if(reported,
                  [this](const auto& one) { return find_status(statuses, one.first) == nullptr; });
    apply_or_close(session.monitor(std::move(monitored), now()));
    if (find_status(statuses, current) == nullptr) close();
    delay.cancel();
    if (std::exchange(running, true)) return;
    asio::co_spawn(executor, run(shared_from_this()), asio::detached);
    asio::co_spawn(executor, keep_time(shared_from_this()), asio::detached);
  }

  RpkiStatus report_status() const {
    RpkiStatus report;
    report.caches = statuses;
    if (session.vrps()) {
      report.vrps = session.vrps()->size();
      report.expires_at = clock.wall() + (session.expires_at() - now());
    }
    return report;
  }

  asio::any_io_executor executor;
  const Clock& clock;
  OnChange on_change;
  asio::steady_timer delay;   // before the next round of all caches
  asio::steady_timer second;  // of keep_time()
  tcp::socket socket;
  Dialer dialer;
  Backoff backoff{first_delay, last_delay};
  std::minstd_rand random{std::random_device{}()};
  std::uniform_real_distribution<double> jitter{0, 1};

  RtrSession session{PrefixSet{}};
  std::vector<RtrCache> caches;
  std::vector<RouteSourceStatus> statuses;                // of `caches`
  RouteSourceStatus unlisted;                             // of a cache that is no longer configured
  std::string current;                                    // the cache of the connection
  std::string problem;                                    // why the connection failed
  std::map<std::string, std::set<std::string>> reported;  // such problems since each cache worked
  bool changed = false;                                   // the VRPs, since on_change returned
  bool running = false;
  bool stopped = false;
  std::array<std::uint8_t, max_rtr_pdu_size> buffer{};
};

RtrClient::RtrClient(asio::any_io_executor executor, const Clock& clock, OnChange on_change)
    : impl_(std::make_shared<Impl>(std::move(executor), clock, std::move(on_change))) {}

RtrClient::~RtrClient() {
  impl_->stop();
}

void RtrClient::use(std::vector<RtrCache> caches, PrefixSet monitored) {
  impl_->use(std::move(caches), std::move(monitored));
}

RpkiStatus RtrClient::status() const {
  return impl_->report_status();
}

}  // namespace peeringd

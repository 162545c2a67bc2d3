#include "fleet/store_watch.hpp"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "base/as_result.hpp"
#include "base/free_memory.hpp"
#include "base/run_despite_exceptions.hpp"
#include "base/text.hpp"
#include "fleet/fleet_overview.hpp"
#include "log/log.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto spark_span = 6h;
constexpr std::chrono::seconds spark_step = 10min;

/// Between the refreshes of spark lines and of the list of branches, which cost more.
constexpr Duration slow_interval = 5min;

HistoryGrid spark_grid(WallTime now) {
  const Moment to = std::chrono::floor<std::chrono::seconds>(now);
  const Moment end{to.time_since_epoch() / spark_step * spark_step};
  return {.from = end - spark_span, .to = end, .step = spark_step, .tier = Tier::minute};
}

// Nothing throws on purpose; a host without free file descriptors does.
StoreProblem own_problem(const std::exception& error) {
  return {StoreFailure::unreachable, std::string("cannot query the store: ") + error.what()};
}

}  // namespace

// All members are used on the thread only, except where noted.
struct StoreWatch::Impl {
  Impl(StoreWatchOptions of, const Clock& time)
      : options(std::move(of)),
        clock(time),
        client(context.get_executor(), options.access),
        timer(context) {
    status.store = options.access.url.text;
    status.interval = options.interval;
    publish();
  }

  void start() {
    asio::co_spawn(context, refresh_forever(), asio::detached);
    thread = std::thread([this] {
      pthread_setname_np(pthread_self(), "peeringd-store");
      run_despite_exceptions(context, [](const std::exception& error) {
        log::error("the queries of the store continue after an error: {}", error.what());
      });
    });
  }

  asio::awaitable<void> refresh_forever() {
    while (!stopped) {
      const MonotonicTime began = clock.now();
      std::optional<StoreProblem> problem;
      try {
        problem = co_await refresh();
      } catch (const std::exception& error) {
        problem = own_problem(error);
      }
      if (stopped) co_return;
      status.asked = true;
      status.refresh_time = clock.now() - began;
      note(problem);
      publish();
      return_free_memory();
      timer.expires_after(options.interval);
      co_await timer.async_wait(as_result);
    }
  }

  // The answers of these queries, as long as each succeeds.
  asio::awaitable<std::optional<StoreProblem>> ask(std::vector<PromQuery> queries,
                                                   std::vector<PromAnswer>& answers) {
    for (PromQuery& query : queries) {
      StoreClient::Answer answer = co_await client.ask(std::move(query));
      if (auto* const problem = std::get_if<StoreProblem>(&answer)) co_return std::move(*problem);
      auto& good = std::get<PromAnswer>(answer);
      for (const std::string& warning : good.warnings) add_once(warnings, warning);
      answers.push_back(std::move(good));
    }
    co_return std::nullopt;
  }

  asio::awaitable<std::optional<StoreProblem>> refresh() {
    client.refresh_trust();
    warnings.clear();
    const WallTime now = clock.wall();
    std::vector<PromAnswer> answers;
    auto problem = co_await ask(current_queries(options.job), answers);
    if (problem) co_return problem;
    auto next = std::make_shared<FleetState>();
    for (const PromAnswer& answer : answers) add_current(*next, answer);
    answers.clear();
    const bool due = !slow_at || clock.now() - *slow_at >= slow_interval;
    // Once only: each of these queries is expensive, and a partial answer may last.
    const bool whole_again = !inventory.whole && was_partial && warnings.empty();
    was_partial = !warnings.empty();
    if (due || whole_again || lacks_a_branch(*next)) {
      slow_at = clock.now();
      std::vector<std::string> current = std::exchange(warnings, {});
      if (const auto slow = co_await refresh_slowly(now)) warnings.push_back(slow->text);
      slow_warnings = std::exchange(warnings, std::move(current));
    }
    const bool partial = !warnings.empty();
    for (const std::string& warning : slow_warnings) add_once(warnings, warning);
    for (const PromAnswer& answer : inventory.answers) {
      add_inventory(*next, answer, partial ? std::optional(inventory.time) : std::nullopt);
    }
    for (const PromAnswer& answer : whole_inventory.answers) add_missing(*next, answer);
    take(std::move(next), now);
    co_return std::nullopt;
  }

  // Whether a connection that was current a moment ago is missing. Only the inventory can show
  // whether its branch went dark or it was removed.
  bool lacks_a_branch(const FleetState& next) const {
    if (!snapshot.state) return false;
    return std::ranges::any_of(snapshot.state->connections, [&](const auto& item) {
      const auto found = next.connections.find(item.first);
      const bool still = found != next.connections.end() && found->second.current;
      return item.second.current && !still;
    });
  }

  asio::awaitable<std::optional<StoreProblem>> refresh_slowly(WallTime now) {
    std::vector<PromAnswer> seen;
    auto problem = co_await ask(inventory_queries(options.job), seen);
    if (problem) co_return problem;
    inventory = {std::move(seen), now, warnings.empty()};
    if (inventory.whole) whole_inventory = inventory;
    const HistoryGrid grid = spark_grid(now);
    std::vector<PromAnswer> answers;
    problem = co_await ask(spark_queries(options.job, grid), answers);
    if (problem) co_return problem;
    sparks = sparks_of(answers[0], answers[1], grid);
    co_return std::nullopt;
  }

  void take(std::shared_ptr<FleetState> next, WallTime now) {
    std::set<std::string_view> instances;
    for (const auto& [name, connection] : next->connections) instances.insert(name.instance);
    status.branches = instances.size();
    status.dark = next->dark_branches();
    status.connections = next->connections.size();
    status.data_time = now;
    const auto tail = [&](const StoreSparks* wanted) {
      return std::make_shared<const std::string>(
          fleet_overview_tail(*next, wanted, options.identity, now));
    };
    snapshot.with_sparks = tail(sparks ? &*sparks : nullptr);
    snapshot.without_sparks = tail(nullptr);
    snapshot.state = std::move(next);
  }

  void note(const std::optional<StoreProblem>& problem) {
    if (problem) {
      ++status.failures[static_cast<std::size_t>(problem->failure)];
      const bool known = status.problem && status.problem->text == problem->text;
      if (!known) log::warning("{}: {}", status.store, problem->text);
    } else {
      ++status.refreshes;
      status.warnings = warnings;
      if (status.problem) log::info("{} answers again", status.store);
    }
    status.problem = problem;
  }

  void publish() {
    snapshot.status = status;
    auto next = std::make_shared<const StoreSnapshot>(snapshot);
    const std::lock_guard lock(mutex);
    latest = std::move(next);
  }

  asio::awaitable<void> answer(StoreReportQuery query, ReportReply reply) {
    StoreClient::Answer found;
    try {
      found = co_await ask_report(client, options.job, std::move(query));
    } catch (const std::exception& error) {
      found = own_problem(error);
    }
    --reports;
    reply(std::move(found));
  }

  void stop() {
    asio::post(context, [this] {
      stopped = true;
      client.stop();
      timer.cancel();
    });
    if (thread.joinable()) thread.join();
  }

  const StoreWatchOptions options;
  const Clock& clock;
  asio::io_context context{1};
  StoreClient client;
  asio::steady_timer timer;
  bool stopped = false;
  StoreStatus status;
  StoreSnapshot snapshot;
  std::vector<std::string> warnings;
  std::vector<std::string> slow_warnings;  // of the inventory and the spark lines in use
  struct Inventory {
    std::vector<PromAnswer> answers;
    WallTime time;
    bool whole = true;  // no answer was partial
  };
  Inventory inventory;        // the latest
  Inventory whole_inventory;  // the latest that was not partial
  bool was_partial = false;   // the latest current answer
  std::optional<StoreSparks> sparks;
  std::optional<MonotonicTime> slow_at;
  std::atomic<std::size_t> reports{0};  // under way; any thread
  mutable std::mutex mutex;             // of the next one
  std::shared_ptr<const StoreSnapshot> latest;
  std::thread thread;
};

StoreWatch::StoreWatch(StoreWatchOptions options, const Clock& clock)
    : impl_(std::make_unique<Impl>(std::move(options), clock)) {
  impl_->start();
}

StoreWatch::~StoreWatch() {
  stop();
}

std::shared_ptr<const StoreSnapshot> StoreWatch::latest() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->latest;
}

bool StoreWatch::report(StoreReportQuery query, ReportReply reply) {
  if (++impl_->reports > max_store_reports) {
    --impl_->reports;
    return false;
  }
  asio::post(impl_->context, [impl = impl_.get(), query = std::move(query),
                              reply = std::move(reply)]() mutable {
    asio::co_spawn(impl->context, impl->answer(std::move(query), std::move(reply)), asio::detached);
  });
  return true;
}

void StoreWatch::stop() {
  impl_->stop();
}

}  // namespace peeringd

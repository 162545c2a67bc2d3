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
#include <thread>
#include <utility>

#include "base/as_result.hpp"
#include "base/free_memory.hpp"
#include "base/run_despite_exceptions.hpp"
#include "base/text.hpp"
#include "fleet/branch_inventory.hpp"
#include "fleet/fleet_overview.hpp"
#include "fleet/spark_samples.hpp"
#include "log/log.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

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

  // Appends the answer of the query, if it succeeds.
  asio::awaitable<std::optional<StoreProblem>> ask(PromQuery query,
                                                   std::vector<PromAnswer>& answers) {
    StoreClient::Answer answer = co_await client.ask(std::move(query));
    if (auto* const problem = std::get_if<StoreProblem>(&answer)) co_return std::move(*problem);
    auto& good = std::get<PromAnswer>(answer);
    for (const std::string& warning : good.warnings) add_once(warnings, warning);
    answers.push_back(std::move(good));
    co_return std::nullopt;
  }

  // The answers of these queries, as long as each succeeds.
  asio::awaitable<std::optional<StoreProblem>> ask_all(std::vector<PromQuery> queries,
                                                       std::vector<PromAnswer>& answers) {
    for (PromQuery& query : queries) {
      auto problem = co_await ask(std::move(query), answers);
      if (problem) co_return problem;
    }
    co_return std::nullopt;
  }

  asio::awaitable<std::optional<StoreProblem>> refresh() {
    client.refresh_trust();
    warnings.clear();
    const WallTime now = clock.wall();
    std::vector<PromAnswer> answers;
    auto problem = co_await ask_all(current_queries(options.job), answers);
    if (problem) co_return problem;
    auto next = std::make_shared<FleetState>();
    for (const PromAnswer& answer : answers) add_current(*next, answer);
    answers.clear();
    const bool partial = !warnings.empty();
    const auto ask_also = inventory.due(clock.now(), lacks_a_branch(*next), partial);
    if (ask_also != BranchInventory::Ask::nothing) {
      std::vector<std::string> current = std::exchange(warnings, {});
      co_await refresh_slowly(ask_also == BranchInventory::Ask::all, *next, now);
      warnings = std::move(current);
    }
    for (const auto* const slow : {&inventory_warnings, &spark_warnings}) {
      for (const std::string& warning : *slow) add_once(warnings, warning);
    }
    inventory.add_to(*next, partial);
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

  // Each of its parts fails alone, with a warning: the current state is worth showing without it.
  asio::awaitable<void> refresh_slowly(bool all, const FleetState& next, WallTime now) {
    const auto no_list = co_await refresh_inventory(all, now);
    if (no_list) {
      warnings.push_back((inventory.known() ? "the list of branches is not renewed: "
                                            : "branches that went dark are not known: ") +
                         no_list->text);
    }
    if (all || no_list || inventory.known()) inventory_warnings = warnings;
    warnings.clear();
    if (!all) co_return;
    const auto no_sparks = co_await refresh_sparks(next, now);
    if (no_sparks) warnings.push_back("the sparklines are not renewed: " + no_sparks->text);
    spark_warnings = std::exchange(warnings, {});
    inventory.end_all(!inventory_warnings.empty() || !spark_warnings.empty());
  }

  asio::awaitable<std::optional<StoreProblem>> refresh_inventory(bool all, WallTime now) {
    std::vector<PromAnswer> seen;
    PromQuery query = recorded_inventory_query(options.job);
    auto problem = co_await ask(std::move(query), seen);
    if (problem) co_return problem;
    if (!seen.back().series.empty()) {
      inventory.take_recorded(std::move(seen.back()), now);
      co_return std::nullopt;
    }
    query = recent_inventory_query(options.job);
    problem = co_await ask(std::move(query), seen);
    if (problem) co_return problem;
    inventory.take_recent(std::move(seen.back()), now);
    if (!all) co_return std::nullopt;
    query = week_inventory_query(options.job);
    problem = co_await ask(std::move(query), seen);
    if (problem) co_return problem;
    inventory.take_week(std::move(seen.back()), now);
    co_return std::nullopt;
  }

  asio::awaitable<std::optional<StoreProblem>> refresh_sparks(const FleetState& next,
                                                              WallTime now) {
    const HistoryGrid asked = spark_samples.due(next, now);
    std::vector<PromAnswer> answers;
    auto problem = co_await ask_all(spark_queries(options.job, asked), answers);
    if (problem) co_return problem;
    spark_samples.take(std::move(answers[0]), std::move(answers[1]), asked, next, now);
    sparks = spark_samples.sparks();
    co_return std::nullopt;
  }

  void take(std::shared_ptr<FleetState> next, WallTime now) {
    status.branches = next->known_branches();
    status.dark = inventory.known() ? std::optional(next->dark_branches()) : std::nullopt;
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
  BranchInventory inventory;
  std::vector<std::string> inventory_warnings;  // of the last time that it was asked
  std::vector<std::string> spark_warnings;      // the same
  SparkSamples spark_samples;
  std::optional<StoreSparks> sparks;
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

#include "route_sources/route_monitor.hpp"

#include <pthread.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "base/run_despite_exceptions.hpp"
#include "log/log.hpp"
#include "model/prefix_set.hpp"
#include "ris/ris_client.hpp"
#include "ris/ris_subscription.hpp"
#include "route_sources/bmp_station.hpp"
#include "routes/observe.hpp"
#include "routes/report_routes.hpp"
#include "rpki/rtr_client.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;

PrefixSet prefixes_of(const RoutePlan& plan) {
  std::vector<IpPrefix> prefixes;
  for (const MonitoredPrefix& monitored : plan.prefixes) prefixes.push_back(monitored.prefix);
  return PrefixSet(std::move(prefixes));
}

void run(asio::io_context& context) {
  run_despite_exceptions(context, [](const std::exception& error) {
    log::error("the route sources continue after an error: {}", error.what());
  });
}

}  // namespace

// All members are used on the thread only, except where noted.
struct RouteMonitor::Impl {
  Impl(const Clock& time, EventSink sink) : clock(time), events(std::move(sink)) {}

  void start() {
    thread = std::thread([this] {
      pthread_setname_np(pthread_self(), "peeringd-routes");
      run(context);
    });
    asio::post(context, [this] { wait_a_second(); });
  }

  void take(const RouteInput& input) {
    for (Event& event : observe(table, plan, input, clock.now())) {
      publish(events, std::move(event));
    }
  }

  void wait_a_second() {
    second.expires_after(std::chrono::seconds{1});
    second.async_wait([this](const boost::system::error_code& error) {
      if (error || stopped) return;
      wait_a_second();  // before the work, which may throw
      if (bmp) bmp->tick();
      take(Tick{});
      publish_facts();
    });
  }

  void publish_facts() {
    RouteSourceFacts now;
    if (bmp) {
      now.bmp = bmp->status();
      now.bmp_strangers = bmp->strangers();
      for (RouteSourceStatus& router : now.bmp) {
        router.synchronised = router.up && is_synchronised(table, plan, router.name);
      }
    }
    now.bmp_sessions = report_sessions(table);
    now.dropped_routes = table.dropped_entries;
    if (rtr) now.rpki = rtr->status();
    if (ris) now.ris = ris->status();
    auto latest = std::make_shared<const RouteSourceFacts>(std::move(now));
    auto routes = std::make_shared<const RouteReport>(
        RouteReport{config, report_routes(table, plan, clock.now())});
    const std::lock_guard lock(mutex);
    facts = std::move(latest);
    report = std::move(routes);
  }

  void use(std::shared_ptr<const Config> next, BmpSockets opened) {
    config = std::move(next);
    RoutePlan wanted = make_route_plan(*config);
    const bool new_tables = needs_tables(plan, wanted);
    table = adopt(std::move(table), plan, wanted, clock.now());
    plan = std::move(wanted);
    take(PlanChange{});
    const PrefixSet monitored = prefixes_of(plan);
    const bool on = !plan.prefixes.empty();
    use_bmp(on ? config->routes.bmp : std::nullopt, new_tables, std::move(opened));
    use_rpki(on ? config->routes.rpki : std::vector<RtrCache>(), monitored);
    use_ris(on ? config->routes.ris : std::nullopt, monitored);
    publish_facts();
  }

  void use_bmp(const std::optional<BmpConfig>& station, bool new_tables, BmpSockets opened) {
    if (!station) {
      if (bmp) take(SourceChange{RouteSource::bmp, {}, false});
      bmp.reset();
      return;
    }
    if (!bmp) {
      bmp.emplace(context.get_executor(), clock, [this](const BmpStation::Observation& observed) {
        std::visit([this](const auto& value) { take(value); }, observed);
      });
    }
    std::vector<IpPrefix> prefixes;
    for (const MonitoredPrefix& monitored : plan.prefixes) prefixes.push_back(monitored.prefix);
    bmp->use(*station, std::make_shared<const PrefixFilter>(prefixes), new_tables,
             std::move(opened));
  }

  void use_rpki(std::vector<RtrCache> caches, const PrefixSet& monitored) {
    if (caches.empty()) {
      if (rtr) take(VrpChange{});
      rtr.reset();
      return;
    }
    if (!rtr) {
      rtr.emplace(context.get_executor(), clock, [this](const VrpChange& change) { take(change); });
    }
    rtr->use(std::move(caches), monitored);
  }

  void use_ris(std::optional<RisConfig> server, const PrefixSet& monitored) {
    if (!server) {
      if (ris) take(SourceChange{RouteSource::ris, {}, false});
      ris.reset();
      return;
    }
    if (!ris) {
      RisOptions options;
      options.beacons = ris_beacons();
      ris.emplace(context.get_executor(), clock, std::move(options),
                  [this](const RisClient::Observation& observation) {
                    std::visit([this](const auto& seen) { take(seen); }, observation);
                  });
    }
    ris->use(*std::move(server), monitored);
  }

  void close() {
    stopped = true;
    second.cancel();
    bmp.reset();
    rtr.reset();
    ris.reset();
    work.reset();
  }

  const Clock& clock;
  const EventSink events;
  std::shared_ptr<const Config> config;
  RoutePlan plan;
  RouteTable table;

  mutable std::mutex mutex;
  std::shared_ptr<const RouteSourceFacts> facts =
      std::make_shared<const RouteSourceFacts>();  // guarded by mutex

  std::shared_ptr<const RouteReport> report;  // guarded by mutex

  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(context);
  asio::steady_timer second{context};
  std::optional<BmpStation> bmp;
  std::optional<RtrClient> rtr;
  std::optional<RisClient> ris;
  bool stopped = false;
  std::thread thread;  // used by the owner
};

RouteMonitor::RouteMonitor(const Clock& clock, EventSink events)
    : impl_(std::make_unique<Impl>(clock, std::move(events))) {
  impl_->start();
}

RouteMonitor::~RouteMonitor() {
  stop();
}

void RouteMonitor::use(std::shared_ptr<const Config> config, BmpSockets opened) {
  asio::post(impl_->context, [impl = impl_.get(), config = std::move(config),
                              opened = std::move(opened)]() mutable {
    if (!impl->stopped) impl->use(config, std::move(opened));
  });
}

std::shared_ptr<const RouteSourceFacts> RouteMonitor::facts() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->facts;
}

std::shared_ptr<const RouteReport> RouteMonitor::report() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->report;
}

void RouteMonitor::stop() {
  if (!impl_->thread.joinable()) return;
  // Without io_context::stop(): run() returns once every coroutine has ended.
  asio::post(impl_->context, [impl = impl_.get()] { impl->close(); });
  impl_->thread.join();
}

}  // namespace peeringd

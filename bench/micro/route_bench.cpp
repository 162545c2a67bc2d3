// Routes: validation by the RPKI, and the change of a session of many prefixes.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "routes/observe.hpp"
#include "routes/rpki_validation.hpp"

namespace {

using namespace peeringd;
using boost::asio::ip::address_v4;

IpPrefix prefix_number(std::uint32_t number) {
  return {address_v4((10U << 24) + (number << 8)), 24};
}

void validate_routes(benchmark::State& state) {
  constexpr std::uint32_t prefixes = 10'000;
  std::vector<Vrp> vrps;
  for (std::uint32_t i = 0; i < prefixes; ++i) {
    for (AsNumber other = 0; other < 10; ++other) {
      vrps.push_back({prefix_number(i), 24, 64'500 + other});
    }
  }
  const VrpTable table(vrps);
  for (auto _ : state) {
    for (std::uint32_t i = 0; i < prefixes; ++i) {
      if (table.validate(prefix_number(i), 64'509) != RpkiState::valid) std::abort();
    }
  }
  state.SetItemsProcessed(state.iterations() * prefixes);
}
BENCHMARK(validate_routes)->Unit(benchmark::kMillisecond);

Vantage session_number(std::uint32_t number) {
  return {RouteSource::bmp, "edge", address_v4((192U << 24) + number), RouteView::pre_policy};
}

/// 2,000 prefixes, each announced at a primary and a backup session. `sessions`: over all.
RoutePlan plan_of(std::uint32_t prefixes, std::uint32_t sessions) {
  std::vector<MonitoredPrefix> all;
  for (std::uint32_t i = 0; i < prefixes; ++i) {
    MonitoredPrefix watched;
    watched.subject.connection = "site-" + std::to_string(i / 2);
    watched.prefix = prefix_number(i);
    watched.rules.origins = {64'496};
    watched.rules.upstreams = {64'501};
    const std::uint32_t first = 2 * i % sessions;
    watched.sessions = {{session_number(first), SessionRole::primary, SessionShows::received},
                        {session_number(first + 1), SessionRole::backup, SessionShows::received}};
    all.push_back(std::move(watched));
  }
  return make_route_plan(std::move(all), std::nullopt);
}

RouteTable table_of(const RoutePlan& plan) {
  RouteTable table = adopt({}, {}, plan, MonotonicTime{});
  for (const MonitoredPrefix& watched : plan.prefixes) {
    for (const MonitoredSession& session : watched.sessions) {
      const BgpRoute route{{{64'501, 64'496}, {}, false}, 64'496, {}, {}};
      observe(table, plan, RouteObservation{session.at, 64'501, watched.prefix, 0, route},
              MonotonicTime{});
    }
  }
  return table;
}

/// A session comes up and its table is complete. `range`: sessions of all prefixes together.
void change_session(benchmark::State& state) {
  const RoutePlan plan = plan_of(2'000, static_cast<std::uint32_t>(state.range(0)));
  RouteTable table = table_of(plan);
  for (auto _ : state) {
    for (const auto what : {SessionChange::What::up, SessionChange::What::synchronised}) {
      benchmark::DoNotOptimize(observe(table, plan,
                                       SessionChange{session_number(0), 64'501, what, std::nullopt},
                                       MonotonicTime{}));
    }
  }
}
BENCHMARK(change_session)->Arg(2)->Arg(200)->Unit(benchmark::kMillisecond);

}  // namespace

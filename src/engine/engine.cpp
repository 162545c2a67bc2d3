#include "engine/engine.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::array<Duration, 12> lag_bounds{100us, 250us, 500us, 1ms,   2500us, 5ms,
                                              10ms,  25ms,  50ms,  100ms, 500ms,  1s};

// So many probes are sent before the answers are looked at: fewer than the replies that a socket's
// receive buffer holds, so that a burst loses none of them to ourselves.
constexpr std::size_t chunk_size = 64;

}  // namespace

Engine::Engine(const boost::asio::any_io_executor& executor, const Clock& clock,
               std::shared_ptr<const Config> config, EngineOptions options)
    : executor_(executor),
      clock_(clock),
      config_(std::move(config)),
      options_(options),
      paths_(make_paths(*config_)),
      in_flight_(*config_, targets_, clock),
      pool_(ProberContext{executor, clock, in_flight_.flights(), in_flight_}),
      hosts_(executor, clock),
      network_watch_(
          executor, [this](const LocalNetwork& network) { use_network(network); },
          default_routes_for(*config_)),
      ticks_(clock.now()),
      lag_(lag_bounds.size()),
      timer_(executor),
      housekeeping_(executor) {
  const std::vector<Target> targets = expand_targets(*config_);
  targets_.reserve(targets.size());
  std::uint32_t path = 0;
  for (const Target& target : targets) {  // in the order of the paths
    while (paths_[path].connection != target.connection || paths_[path].prefix != target.prefix) {
      ++path;
    }
    targets_.push_back(make_target_state(*config_, target, clock.now()));
    targets_.back().path = path;
    if (!follows_another(probe_of(*config_, target).options)) continue;
    // Right behind the one that it follows up, and numbered as that one is.
    TargetState& leader = targets_[targets_.size() - 2];
    leader.follower = static_cast<std::uint32_t>(targets_.size() - 1);
    targets_.back().cadence = leader.cadence;
  }
  in_flight_.reserve();
  ticks_.reserve(targets_.size());
  due_.reserve(targets_.size());
}

Engine::~Engine() = default;

Result<void> Engine::start() {
  const auto network = read_local_network(default_routes_for(*config_));
  if (!network) return network.error();
  if (auto watching = network_watch_.start(); !watching) return watching.error();
  stopped_ = false;
  use_network(*network);
  keep_house();
  boost::asio::post(executor_, [this] {
    if (!stopped_) begin();
  });
  return {};
}

// In the loop's first turn: what the start took until then, at many targets a good part of a
// second, is no lateness, and skips no tick.
void Engine::begin() {
  const MonotonicTime now = clock_.now();
  for (std::uint32_t i = 0; i < targets_.size(); ++i) {
    begin_series(targets_[i], now);
    if (follows_another(*targets_[i].options)) continue;
    ticks_.schedule(i, instant_of(targets_[i].cadence, targets_[i].next_tick));
  }
  arm();
}

void Engine::stop() {
  stopped_ = true;
  network_watch_.stop();
  timer_.cancel();
  housekeeping_.cancel();
  in_flight_.drop_all();
  snapshot_awaited_by_.clear();
  for (TargetState& target : targets_) target.host = nullptr;
  for (Path& path : paths_) path.probers = nullptr;
  pool_.release_unused();
  hosts_.clear();
}

void Engine::use_network(const LocalNetwork& network) {
  const auto changed = update_paths(paths_, *config_, network, pool_);
  if (changed.empty()) return;
  for (TargetState& target : targets_) {
    if (!std::binary_search(changed.begin(), changed.end(), target.path)) continue;
    const auto& source = paths_[target.path].choice.source;
    target.host = source ? hosts_.entry(endpoint_of(*config_, target.target), *source) : nullptr;
  }
}

void Engine::keep_house() {
  hosts_.refresh();
  pool_.release_unused();
  housekeeping_.expires_after(1s);
  housekeeping_.async_wait([this](const boost::system::error_code& error) {
    if (!error && !stopped_) keep_house();
  });
}

void Engine::arm() {
  const auto never = MonotonicTime::max();
  timer_.expires_at(
      std::min(ticks_.next_deadline().value_or(never), in_flight_.next_expiry().value_or(never)));
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error && !stopped_) turn();
  });
}

void Engine::turn() {
  in_flight_.expire(clock_.now());
  start_due(clock_.now());
  arm();
}

void Engine::start_due(MonotonicTime now) {
  due_.clear();
  ticks_.collect_due(now, due_);
  for (std::size_t i = 0; i < due_.size(); ++i) {
    prefetch_ahead(i);
    start_tick(due_[i]);
    if ((i + 1) % chunk_size == 0) send_touched(/*read_answers=*/true);
  }
  send_touched(/*read_answers=*/false);
}

// Targets are due in no order of memory. So what the next ones take is fetched while this one is
// sent: a third of the loop's own time at 100,000 targets.
void Engine::prefetch_ahead(std::size_t position) const {
  constexpr std::size_t far = 12;
  constexpr std::size_t near = 6;
  if (position + far < due_.size()) prefetch(targets_[due_[position + far]]);
  if (position + near < due_.size()) prefetch_linked(targets_[due_[position + near]]);
}

void Engine::start_tick(std::uint32_t target) {
  TargetState& state = targets_[target];
  const MonotonicTime now = clock_.now();
  lag_.observe(now - instant_of(state.cadence, state.next_tick), lag_bounds);
  const TickDecision decision = decide_tick(state.cadence, state.next_tick, now);
  state.ledger.skipped += decision.skipped;
  state.next_tick = decision.next;
  if (decision.probe) start_probe(target, decision.number, now);
  const std::uint64_t limit = options_.probes_per_target;
  if (limit == 0 || state.started < limit) {
    ticks_.schedule(target, instant_of(state.cadence, decision.next));
  }
}

void Engine::start_probe(std::uint32_t target, std::uint64_t number, MonotonicTime now) {
  TargetState& state = targets_[target];
  // Until the first look-up has ended, the target has not begun yet.
  if (state.host && !state.host->answered) return;
  ++state.started;
  if (!state.host) {
    enter_error(state.ledger, ErrorReason::source);
    return;
  }
  const auto address = usable_address(state.host->record, now);
  if (!address) {
    enter_error(state.ledger, ErrorReason::resolve);
    return;
  }
  SourceProbers& probers = *paths_[state.path].probers;
  Prober* prober = probers.for_options(*state.options);
  if (prober == nullptr) {
    enter_error(state.ledger, ErrorReason::send);
    return;
  }
  in_flight_.launch(target, number, *prober, *address);
  if (std::find(touched_.begin(), touched_.end(), &probers) == touched_.end()) {
    touched_.push_back(&probers);
  }
}

void Engine::send_touched(bool read_answers) {
  for (SourceProbers* probers : touched_) {
    probers->flush();
    if (read_answers) probers->drain();
  }
  touched_.clear();
}

void Engine::take_snapshot(SnapshotTaken done) {
  boost::asio::post(executor_, [this, done = std::move(done)]() mutable {
    if (stopped_) return;
    snapshot_awaited_by_.push_back(std::move(done));
    if (snapshot_awaited_by_.size() > 1) return;  // one is being taken
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->config = config_;
    snapshot->taken_at = clock_.now();
    snapshot->lag_bounds.assign(lag_bounds.begin(), lag_bounds.end());
    snapshot->lag = lag_;
    snapshot->dropped_answers = in_flight_.dropped_answers();
    for (const Path& path : paths_) {
      snapshot->prefixes.push_back({path.connection, path.prefix, path.choice});
    }
    snapshot->targets.reserve(targets_.size());
    copy_slice(snapshot);
  });
}

void Engine::copy_slice(const std::shared_ptr<Snapshot>& snapshot) {
  constexpr std::size_t slice = 256;
  const MonotonicTime now = clock_.now();
  const std::size_t end = std::min(snapshot->targets.size() + slice, targets_.size());
  for (std::size_t i = snapshot->targets.size(); i < end; ++i) {
    snapshot->targets.push_back(snapshot_of(targets_[i], now));
  }
  if (end == targets_.size()) {
    for (SnapshotTaken& done : std::exchange(snapshot_awaited_by_, {})) done(snapshot);
    return;
  }
  boost::asio::post(executor_, [this, snapshot] {
    if (!stopped_) copy_slice(snapshot);
  });
}

}  // namespace peeringd

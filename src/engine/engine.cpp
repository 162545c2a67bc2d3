#include "engine/engine.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>

#include "connection/source_choice.hpp"
#include "engine/snapshot_slice.hpp"
#include "net/read_local_network.hpp"

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
      targets_(table_.slots()),
      paths_(make_paths(*config_)),
      in_flight_(*config_, targets_, clock),
      pool_(ProberContext{executor, clock, in_flight_.flights(), in_flight_, trust_.anchors()}),
      hosts_(executor, clock),
      network_watch_(executor, [this](const LocalNetwork& network) { use_network(network); }),
      ticks_(clock.now()),
      lag_(lag_bounds.size()),
      timer_(executor),
      housekeeping_(executor) {
  read_trust(*config_);
  table_.adopt(plan_reload(nullptr, config_, clock.now()));
  reserve();
}

Engine::~Engine() = default;

Result<void> Engine::start() {
  const NetworkQuery query = network_query_for(*config_);
  const auto network = read_local_network(query);
  if (!network) return network.error();
  const auto watching = network_watch_.start(query);
  if (!watching) return watching.error();
  stopped_ = false;
  use_network(*network);
  keep_house();
  boost::asio::post(executor_, [this] {
    if (!stopped_) begin();
  });
  return {};
}

void Engine::read_trust(const Config& config) const {
  trust_.anchors()->read(trusted_files_of(config));
}

// In the loop's first turn: what the start took until then, at many targets a good part of a
// second, is no lateness, and skips no tick.
void Engine::begin() {
  const MonotonicTime now = clock_.now();
  for (const std::uint32_t target : table_.order()) begin(target, now);
  arm();
}

void Engine::begin(std::uint32_t target, MonotonicTime now) {
  TargetState& state = targets_[target];
  begin_series(state, now);
  if (follows_another(*state.options)) return;  // has no time of its own
  ticks_.schedule(target, instant_of(state.cadence, state.next_tick));
}

// Memory for whatever may be under way at once, so that a loop that was held up need not ask for it
// then.
void Engine::reserve() {
  in_flight_.reserve();
  ticks_.reserve(targets_.size());
  due_.reserve(targets_.size());
}

void Engine::stop() {
  stopped_ = true;
  network_watch_.stop();
  timer_.cancel();
  housekeeping_.cancel();
  trust_.stop();
  in_flight_.drop_all();
  snapshot_awaited_by_.clear();
  for (TargetState& target : targets_) target.host = nullptr;
  for (Path& path : paths_) path.probers = nullptr;
  pool_.release_unused();
  hosts_.clear();
}

void Engine::use_network(const LocalNetwork& network) {
  hosts_.use_network(network);
  const auto changed = update_paths(paths_, *config_, network, pool_);
  if (changed.empty()) return;
  for (const std::uint32_t slot : table_.order()) {
    TargetState& target = targets_[slot];
    if (std::binary_search(changed.begin(), changed.end(), target.path)) choose_host(target);
  }
}

void Engine::choose_host(TargetState& target) {
  const auto& source = paths_[target.path].choice.source;
  target.host = source ? hosts_.entry(endpoint_of(*config_, target.target), *source) : nullptr;
}

void Engine::keep_house() {
  hosts_.refresh();
  pool_.release_unused();
  trust_.look(clock_.now());
  housekeeping_.expires_after(1s);
  housekeeping_.async_wait([this](const boost::system::error_code& error) {
    if (!error && !stopped_) keep_house();
  });
}

void Engine::arm() {
  const auto never = MonotonicTime::max();
  const MonotonicTime next =
      std::min(ticks_.next_deadline().value_or(never), in_flight_.next_expiry().value_or(never));
  timer_.expires_at(next);
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
  if (std::find(touched_.begin(), touched_.end(), &probers) == touched_.end()) {
    touched_.push_back(&probers);  // before anything is launched that it has to send
  }
  in_flight_.launch(target, number, *prober, *address);
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
    if (snapshot_awaited_by_.size() == 1) begin_snapshot();  // else one is being taken
  });
}

void Engine::hand_out(const std::shared_ptr<const Snapshot>& snapshot) {
  for (const SnapshotTaken& done : std::exchange(snapshot_awaited_by_, {})) done(snapshot);
}

void Engine::begin_snapshot() {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->config = config_;
  snapshot->taken_at = clock_.now();
  snapshot->lag_bounds.assign(lag_bounds.begin(), lag_bounds.end());
  snapshot->lag = lag_;
  snapshot->dropped_answers = in_flight_.dropped_answers();
  for (const Path& path : paths_) {
    snapshot->prefixes.push_back({path.connection, path.prefix, path.choice});
  }
  snapshot->targets.reserve(target_count());
  copy_slice(snapshot);
}

void Engine::copy_slice(const std::shared_ptr<Snapshot>& snapshot) {
  const MonotonicTime now = clock_.now();
  const auto order = table_.order();
  const std::size_t end =
      end_of_slice(snapshot->targets.size(), order.size(), now - snapshot->taken_at);
  for (std::size_t i = snapshot->targets.size(); i < end; ++i) {
    snapshot->targets.push_back(snapshot_of(targets_[order[i]], now));
  }
  if (end == order.size()) return hand_out(snapshot);
  boost::asio::post(executor_, [this, snapshot] {
    if (stopped_) return;
    const bool current = snapshot->config == config_;  // else a reload came between
    current ? copy_slice(snapshot) : begin_snapshot();
  });
}

}  // namespace peeringd

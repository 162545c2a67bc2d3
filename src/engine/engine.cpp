#include "engine/engine.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <functional>
#include <string>
#include <utility>

#include "connection/source_choice.hpp"
#include "model/probe_traits.hpp"
#include "net/read_local_network.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::array<Duration, 12> lag_bounds{100us, 250us, 500us, 1ms,   2500us, 5ms,
                                              10ms,  25ms,  50ms,  100ms, 500ms,  1s};

// Number of probes sent before answers are read. A socket's receive buffer holds more, so a burst
// does not overflow it.
constexpr std::size_t chunk_size = 64;

// Whether the host has no address of the source's family. Ticks without an address are not due:
// they do not count as missing once there is one.
bool may_not_be_probed(TargetState& state, std::uint64_t number) {
  if (state.host->other_family) {
    state.other_family = true;
    return true;
  }
  if (std::exchange(state.other_family, false)) state.window.restart(number);
  return false;
}

}  // namespace

Engine::Engine(const boost::asio::any_io_executor& executor, const Clock& clock,
               std::shared_ptr<const Config> config, EngineOptions options)
    : executor_(executor),
      clock_(clock),
      config_(std::move(config)),
      options_(std::move(options)),
      prefixes_(make_active_prefixes(*config_)),
      answers_(options_.measurements),
      runner_(*config_, targets_, clock, &answers_),
      pool_(ProberContext{executor, clock, runner_.flights(), runner_, trust_.anchors()}),
      hosts_(executor, clock, options_.events),
      network_watch_(executor, [this](const LocalNetwork& network) { use_network(network); }),
      ticks_(clock.now()),
      lag_(lag_bounds.size()),
      snapshots_(executor, clock, targets_, [this] { return new_snapshot(); }),
      timer_(executor),
      housekeeping_(executor) {
  read_trust(*config_);
  targets_.adopt(plan_reload(nullptr, config_, clock.now()));
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
  snapshots_.start();
  use_network(*network);
  run_housekeeping();
  boost::asio::post(executor_, [this] {
    if (!stopped_) begin_all();
  });
  return {};
}

void Engine::read_trust(const Config& config) const {
  trust_.anchors()->read(trusted_files_of(config));
}

// In the loop's first turn, so that the time that the start took (with many targets a good part of
// a second) does not count as lateness and skips no tick.
void Engine::begin_all() {
  const MonotonicTime now = clock_.now();
  for (const std::uint32_t slot : targets_.order()) begin(slot, now);
  arm();
}

void Engine::begin(std::uint32_t slot, MonotonicTime now) {
  TargetState& state = targets_[slot];
  begin_series(state, now);
  if (traits_of(*state.options).follows_another) return;  // has no ticks of its own
  ticks_.schedule(slot, instant_of(state.cadence, state.next_tick));
}

// Preallocates for as many probes as may be in flight at once, so that a backlog after a stall
// needs no allocation.
void Engine::reserve() {
  runner_.reserve();
  ticks_.reserve(targets_.slot_count());
  due_.reserve(targets_.slot_count());
}

void Engine::stop() {
  stopped_ = true;
  network_watch_.stop();
  timer_.cancel();
  housekeeping_.cancel();
  trust_.stop();
  runner_.drop_all();
  snapshots_.stop();
  for (const std::uint32_t slot : targets_.order()) targets_[slot].host = nullptr;
  for (ActivePrefix& active : prefixes_) active.probers = nullptr;
  pool_.release_unused();
  hosts_.clear();
  answers_.flush();
}

void Engine::take_snapshot(SnapshotTaken done) {
  snapshots_.take([this, done = std::move(done)](std::unique_ptr<Snapshot> snapshot) {
    answers_.flush();
    done(std::move(snapshot));
  });
}

std::shared_ptr<const Snapshot> Engine::last_snapshot() {
  auto snapshot = std::make_shared<Snapshot>(new_snapshot());
  snapshot->targets.reserve(targets_.order().size());
  for (const std::uint32_t slot : targets_.order()) {
    snapshot->targets.push_back(snapshot_of(targets_[slot], snapshot->taken_at));
  }
  return snapshot;
}

void Engine::use_network(const LocalNetwork& network) {
  network_ = network;
  hosts_.use_network(network);
  const auto changed = update_sources(prefixes_, *config_, network, pool_, options_.events);
  if (changed.empty()) return;
  const MonotonicTime now = clock_.now();
  for (const std::uint32_t slot : targets_.order()) {
    TargetState& target = targets_[slot];
    if (!std::binary_search(changed.begin(), changed.end(), target.active_prefix)) continue;
    target.source_changed = now;
    choose_host(target);
  }
}

void Engine::choose_host(TargetState& target) {
  const ActivePrefix& active = prefixes_[target.active_prefix];
  const auto& source = active.choice.source;
  target.host =
      source ? hosts_.entry(endpoint_of(*config_, target.target), *source, active.last_source)
             : nullptr;
}

void Engine::run_housekeeping() {
  hosts_.refresh();
  pool_.release_unused();
  trust_.look(clock_.now());
  for (Event& event : host_events_.events_of(runner_.take_disturbances(), clock_.now())) {
    publish(options_.events, std::move(event));
  }
  if (const auto reading = read_clocks(clock_)) {
    for (Event& event : clock_watch_.events_of(*reading)) {
      publish(options_.events, std::move(event));
    }
  }
  housekeeping_.expires_after(1s);
  housekeeping_.async_wait([this](const boost::system::error_code& error) {
    if (!error && !stopped_) run_housekeeping();
  });
}

void Engine::arm() {
  const auto never = MonotonicTime::max();
  const MonotonicTime next =
      std::min(ticks_.next_deadline().value_or(never), runner_.next_expiry().value_or(never));
  timer_.expires_at(next);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error && !stopped_) turn();
  });
}

void Engine::turn() {
  runner_.expire(clock_.now());
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

// Targets are due in no order of memory, so the next ones are fetched while this one is sent: that
// saves a third of the loop's own time at 100,000 targets.
void Engine::prefetch_ahead(std::size_t position) const {
  constexpr std::size_t far = 12;
  constexpr std::size_t near = 6;
  if (position + far < due_.size()) prefetch(targets_[due_[position + far]]);
  if (position + near < due_.size()) prefetch_linked(targets_[due_[position + near]]);
}

void Engine::start_tick(std::uint32_t slot) {
  TargetState& state = targets_[slot];
  const MonotonicTime now = clock_.now();
  const Duration lag = now - instant_of(state.cadence, state.next_tick);
  lag_.observe(lag, lag_bounds);
  const TickDecision decision = decide_tick(state.cadence, state.next_tick, now);
  state.counters.skipped += decision.skipped;
  runner_.note_tick(lag, decision.skipped);
  state.next_tick = decision.next;
  if (decision.probe) start_probe(slot, decision.number, now);
  const std::uint64_t limit = options_.probes_per_target;
  if (limit == 0 || state.started < limit) {
    ticks_.schedule(slot, instant_of(state.cadence, decision.next));
  }
}

void Engine::start_probe(std::uint32_t slot, std::uint64_t number, MonotonicTime now) {
  TargetState& state = targets_[slot];
  // The target begins when the first lookup has ended.
  if (state.host && !state.host->answered) return;
  ++state.started;
  if (!state.host) {
    record_error(state.counters, ErrorReason::source);
    return;
  }
  if (may_not_be_probed(state, number)) return;
  const auto address = usable_address(state.host->record, now);
  if (!address) {
    record_error(state.counters, ErrorReason::resolve);
    return;
  }
  SourceProbers& probers = *prefixes_[state.active_prefix].probers;
  Prober* prober = probers.for_options(*state.options);
  if (prober == nullptr) {
    record_error(state.counters, ErrorReason::send);
    return;
  }
  if (std::find(touched_.begin(), touched_.end(), &probers) == touched_.end()) {
    touched_.push_back(&probers);  // before the launch: it has to be flushed in any case
  }
  runner_.launch(slot, number, *prober, *address);
}

void Engine::send_touched(bool read_answers) {
  for (SourceProbers* probers : touched_) {
    probers->flush();
    if (read_answers) probers->drain();
  }
  touched_.clear();
}

Snapshot Engine::new_snapshot() const {
  Snapshot snapshot;
  snapshot.config = config_;
  snapshot.taken_at = clock_.now();
  snapshot.lag_bounds.assign(lag_bounds.begin(), lag_bounds.end());
  snapshot.lag = lag_;
  snapshot.dropped_answers = runner_.host_health().dropped_answers();
  for (const ActivePrefix& active : prefixes_) {
    const PrefixTotals& totals = targets_.prefix_totals()[snapshot.prefixes.size()];
    snapshot.prefixes.push_back({active.connection, active.prefix, active.choice, totals});
  }
  return snapshot;
}

}  // namespace peeringd

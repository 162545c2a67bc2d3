#include "history_story/story_daemon.hpp"

#include <algorithm>
#include <future>

#include "model/config.hpp"
#include "model/probe_traits.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd::story {
namespace {

using namespace std::chrono_literals;

// At one probe a second more, a step of an hour would take most of the time of the program.
constexpr std::uint64_t max_probes = 60;

constexpr seconds probe_interval = 10s;

IpAddress source_of(const IpPrefix& prefix) {
  if (prefix.network().is_v4()) {
    auto bytes = prefix.network().to_v4().to_bytes();
    bytes[3] = 10;
    return boost::asio::ip::address_v4(bytes);
  }
  auto bytes = prefix.network().to_v6().to_bytes();
  bytes[15] = 16;
  return boost::asio::ip::address_v6(bytes);
}

IpAddress edge_address(std::uint32_t endpoint, bool v4) {
  const auto host = static_cast<std::uint8_t>(100 + endpoint);
  if (v4) return boost::asio::ip::make_address_v4("192.0.2." + std::to_string(host));
  return boost::asio::ip::make_address_v6("2001:db8:ed9e::" + std::to_string(host));
}

HistoryOptions history_options(const Config& config) {
  return {.folder = config.history.path,
          .size = 2'000'000'000,
          .keep = config.history.keep,
          .disk_reserve = 500'000'000,
          .version = "story"};
}

}  // namespace

StoryDaemon::StoryDaemon(const Story& story, std::shared_ptr<const Config> config,
                         SimulatedPaths& paths, test::ManualClock& clock)
    : story_(story),
      paths_(paths),
      clock_(clock),
      snapshot_(test::blank_snapshot(*config)),
      writer_(history_options(*config), clock),
      events_(clock),
      monitor_(
          [this](const Monitor::SnapshotTaken& taken) {
            taken(std::make_unique<Snapshot>(snapshot_));
          },
          clock, events_.sink(),
          {.access_lines = [this](const Snapshot&) { return access_lines(); },
           .traces = [this](const auto&, const auto&, const auto&) { return traces(); }}) {
  snapshot_.config = std::move(config);
  numbers_.resize(snapshot_.targets.size());
  for (PrefixSnapshot& prefix : snapshot_.prefixes) {
    const PrefixConfig& of =
        snapshot_.config->connections[prefix.connection].prefixes[prefix.prefix];
    const IpAddress source = source_of(*of.prefix);
    prefix.choice.source->address = source;
    prefix.choice.interface = "isp-" + std::to_string(prefix.connection + 1);
    prefixes_.push_back({&story_.connections[prefix.connection], of.label, source});
  }
  writer_.open();
  events_.subscribe([this](const Event& event) { writer_.add(event); });
  Event started{EventKind::started, EventLevel::info, {}, "probing began"};
  events_.publish(std::move(started));
  assess();
}

Moment StoryDaemon::now() const {
  return std::chrono::floor<seconds>(clock_.wall());
}

void StoryDaemon::pass(seconds step) {
  const Moment time = now();
  const std::uint64_t count =
      std::min<std::uint64_t>(static_cast<std::uint64_t>(step / probe_interval), max_probes);
  for (std::size_t p = 0; p < prefixes_.size(); ++p) update_prefix(p, time);
  clock_.advance(step);
  std::size_t prefix = 0;
  for (std::size_t t = 0; t < snapshot_.targets.size(); ++t) {
    TargetSnapshot& target = snapshot_.targets[t];
    while (snapshot_.prefixes[prefix].connection != target.target.connection ||
           snapshot_.prefixes[prefix].prefix != target.target.prefix) {
      ++prefix;
    }
    numbers_[t] += count;
    target.window.advance(numbers_[t]);
    probe_target(target, prefix, time, step, std::max<std::uint64_t>(count, 1));
  }
  assess();
}

// Publishes what the engine would: it is not part of this program.
void StoryDaemon::update_prefix(std::size_t index, Moment time) {
  PrefixState& state = prefixes_[index];
  SourceChoice& choice = snapshot_.prefixes[index].choice;
  const std::string& connection = state.connection->name;
  const bool has_source =
      story_.fault(AnomalyKind::no_source, connection, state.label, time) == nullptr;
  if (has_source != std::exchange(state.had_source, has_source)) {
    choice.source.reset();
    if (has_source) choice.source.emplace().address = state.source;
    choice.problem = has_source ? "" : "this host has no address in " + state.label;
    Event event{
        has_source ? EventKind::source_found : EventKind::source_lost,
        has_source ? EventLevel::info : EventLevel::warning,
        {connection, state.label},
        has_source ? "probed from " + state.source.to_string() : "not probed: " + choice.problem};
    events_.publish(std::move(event));
  }
  const bool has_names =
      story_.fault(AnomalyKind::no_names, connection, state.label, time) == nullptr;
  if (has_names == std::exchange(state.had_names, has_names)) return;
  state.names_since = clock_.now();
  const std::string source = state.source.to_string();
  events_.publish(
      {has_names ? EventKind::resolve_restored : EventKind::resolve_failed,
       has_names ? EventLevel::info : EventLevel::warning,
       {},
       has_names ? "names resolve again from " + source : "no name server answers " + source});
}

void StoryDaemon::probe_target(TargetSnapshot& target, std::size_t prefix, Moment time,
                               seconds step, std::uint64_t count) {
  const PrefixState& state = prefixes_[prefix];
  const std::uint64_t last = std::max<std::uint64_t>(
      numbers_[static_cast<std::size_t>(&target - snapshot_.targets.data())], count);
  target.names = {.needed = true, .last_success = clock_.now()};
  target.address = edge_address(target.target.endpoint, state.source.is_v4());
  if (!state.had_names) {
    target.names.last_success = state.names_since;
    target.names.failing_since = state.names_since + 1s;
    target.address.reset();
  }
  const bool unsent = !state.had_source || !state.had_names;
  // At the middle of the step, so that long steps do not delay what rises and falls.
  const auto way = paths_.way_at(*state.connection, state.label, time + step / 2);
  const double further_ms = 0.15 * target.target.endpoint;
  for (std::uint64_t number = last + 1 - count; number <= last; ++number) {
    if (unsent) {
      record_error(target.counters, state.had_source ? ErrorReason::resolve : ErrorReason::source);
      continue;
    }
    record_sent(target.counters);
    if (const auto round_trip = paths_.probe(way, further_ms)) {
      record_received(target.counters);
      target.window.answer(number, *round_trip);
      batch_.answers.push_back({target.series, Distribution::units_of(*round_trip)});
    } else {
      record_lost(target.counters, LossReason::timeout);
      target.window.lose(number);
    }
  }
  if (!unsent && way.loss < 1) observe(target, state, time);
}

void StoryDaemon::observe(TargetSnapshot& target, const PrefixState& state, Moment time) {
  const ProbeOptions& options = probe_of(*snapshot_.config, target.target).options;
  TargetObservations seen = target.observations ? *target.observations : TargetObservations{};
  if (std::holds_alternative<HttpOptions>(options)) {
    const std::string code = paths_.pop_at(*state.connection, state.label, time);
    if (seen.pop && seen.pop->pop.code != code) {
      ++seen.pop_changes;
      seen.pop_changed_at = clock_.now();
    }
    seen.pop = SeenPop{{code, "04", "x-msedge-ref"}, clock_.now()};
    seen.last_pop = seen.pop;
  } else if (std::holds_alternative<StunOptions>(options)) {
    const bool outside =
        story_.fault(AnomalyKind::egress, state.connection->name, state.label, time) != nullptr;
    const IpAddress address =
        outside ? boost::asio::ip::make_address("203.0.113.77") : state.source;
    seen.seen_from = SeenFrom{address, clock_.now()};
    seen.last_seen_from = seen.seen_from;
  } else {
    return;
  }
  target.observations = std::make_shared<const TargetObservations>(seen);
}

std::vector<PrefixTraces> StoryDaemon::traces() const {
  std::vector<PrefixTraces> all;
  for (const PrefixState& state : prefixes_) {
    const IpAddress edge = edge_address(0, state.source.is_v4());
    PrefixTraces traces;
    traces.before = std::make_shared<const PathTrace>(
        trace_that_reaches(state.source, edge, clock_.now() - 20min));
    if (story_.fault(AnomalyKind::outage, state.connection->name, state.label, now()) != nullptr) {
      traces.now =
          std::make_shared<const PathTrace>(trace_that_ends(state.source, edge, clock_.now()));
    }
    all.push_back(std::move(traces));
  }
  return all;
}

std::vector<AccessLine> StoryDaemon::access_lines() const {
  std::vector<AccessLine> lines;
  for (std::size_t p = 0; p < prefixes_.size(); ++p) {
    AccessLine line{.interface = snapshot_.prefixes[p].choice.interface,
                    .interface_exists = true,
                    .enabled = true,
                    .carrier = true,
                    .address = prefixes_[p].had_source,
                    .route = true,
                    .next_hop = {},
                    .next_hop_resolved = true,
                    .next_hop_heard_at = clock_.now()};
    line.next_hop = *trace_that_ends(prefixes_[p].source, prefixes_[p].source, {}).hops.front();
    lines.push_back(std::move(line));
  }
  return lines;
}

void StoryDaemon::assess() {
  writer_.add(std::exchange(batch_, {}));
  snapshot_.taken_at = clock_.now();
  std::promise<std::shared_ptr<const Assessment>> done;
  monitor_.assess_now([&done](const auto& assessment) { done.set_value(assessment); });
  writer_.add(*done.get_future().get());
  while (writer_.maintain()) {
  }
}

void StoryDaemon::finish() {
  monitor_.stop();
  writer_.finish(snapshot_);
}

}  // namespace peeringd::story

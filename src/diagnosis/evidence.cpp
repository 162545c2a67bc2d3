#include "diagnosis/evidence.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "model/config.hpp"

namespace peeringd {
namespace {

// Endpoints by whether they answer from one prefix.
struct Endpoints {
  std::set<std::uint32_t> answering;
  std::set<std::uint32_t> silent;
};

// When the failure began: the outage of the prefix, or the latest outage of its paths.
MonotonicTime failure_of(const ReachView& view, std::size_t prefix) {
  const PrefixReach& reach = view.reach.prefixes[prefix];
  if (reach.is_not_up()) return reach.since;
  MonotonicTime since{};
  const PrefixRollup& rolled = view.rollup.prefixes[prefix];
  for (std::size_t p = rolled.first; p < rolled.last; ++p) {
    if (view.reach.paths[p].down) since = std::max(since, view.reach.paths[p].since);
  }
  return since;
}

// Prefixes that fail together do not have their last answers, and are not found to be down, at the
// same moment. So only answers in the second half of an outage show that something works.
MonotonicTime later_part(MonotonicTime since, MonotonicTime now) {
  return since + (now - since) / 2;
}

// An endpoint that is not down, but has not answered lately, is in neither set.
Endpoints endpoints_of(const ReachView& view, std::size_t prefix, MonotonicTime lately) {
  Endpoints endpoints;
  const Reach reach = view.reach.prefixes[prefix].reach;
  if (reach != Reach::up && reach != Reach::down) return endpoints;
  if (view.reach.prefixes[prefix].is_foreign()) return endpoints;  // other hosts answer for them
  const PrefixRollup& rolled = view.rollup.prefixes[prefix];
  for (std::size_t p = rolled.first; p < rolled.last; ++p) {
    const PathRollup& path = view.rollup.paths[p];
    if (view.snapshot.config->endpoints[path.endpoint].egress_only) continue;
    if (reach == Reach::down || view.reach.paths[p].down) {
      endpoints.silent.insert(path.endpoint);
    } else if (view.reach.paths[p].last_answer > lately) {
      endpoints.answering.insert(path.endpoint);
    }
  }
  return endpoints;
}

// A prefix without a source is not probed: all endpoints of its connection are wanted.
std::set<std::uint32_t> wanted_endpoints(const ReachView& view, std::size_t prefix, Endpoints own) {
  if (view.reach.prefixes[prefix].reach != Reach::no_source) return std::move(own.silent);
  std::set<std::uint32_t> all;
  const std::uint32_t connection = view.snapshot.prefixes[prefix].connection;
  for (const std::size_t endpoint : view.snapshot.config->connections[connection].endpoints) {
    all.insert(static_cast<std::uint32_t>(endpoint));
  }
  return all;
}

// The first router of the path, if it answered a trace.
std::optional<IpAddress> gateway_of(const PrefixTraces& traces) {
  for (const auto& trace : {traces.now, traces.before}) {
    if (trace && !trace->hops.empty() && trace->hops.front()) return trace->hops.front();
  }
  return std::nullopt;
}

// A router behind the gateway answers. A gateway that has no way on reports that itself, to the
// packets that should go further.
bool passes(const PathTrace& trace, const std::optional<IpAddress>& gateway) {
  return std::any_of(trace.hops.begin() + (trace.hops.empty() ? 0 : 1), trace.hops.end(),
                     [&](const auto& hop) { return hop && hop != gateway; });
}

// Adds what a trace shows that was made during the failure. If the first router answered an earlier
// trace and not this one, the gateway is silent; the kernel notices that only after up to a minute.
void note_trace(Evidence& evidence, const PrefixTraces& traces, MonotonicTime failed_at) {
  if (!traces.now || traces.now->ended_at <= failed_at) return;
  const PathTrace& now = *traces.now;
  if (!now.problem.empty()) {
    evidence.host_sends = false;
    return;
  }
  const auto gateway = gateway_of(traces);
  if (gateway && std::ranges::find(now.hops, gateway) != now.hops.end()) {
    evidence.gateway_answers = true;
  }
  const bool went_further = traces.before && passes(*traces.before, gateway);
  if (passes(now, gateway)) {
    evidence.path_passes_gateway = true;
  } else if (!now.hops.empty() && !now.reached) {
    evidence.ends_at_gateway = went_further;
  }
  if (!now.hops.empty() || evidence.gateway_answers) return;
  const bool had_gateway = went_further && traces.before->hops.front().has_value();
  if (now.next_hop_silent || had_gateway) evidence.gateway_answers = false;
}

// The evidence about the access line of a prefix.
Evidence line_evidence(const ReachView& view, std::size_t prefix) {
  const MonotonicTime failed_at = failure_of(view, prefix);
  Evidence evidence;
  if (prefix < view.access.size()) {
    const AccessLine& line = view.access[prefix];
    evidence.interface = line.interface;
    evidence.interface_exists = line.interface_exists;
    evidence.enabled = line.enabled;
    evidence.carrier = line.carrier;
    evidence.address = line.address;
    evidence.route = line.route;
    evidence.gateway_answers =
        next_hop_answers(line, later_part(failed_at, view.snapshot.taken_at));
  }
  if (prefix < view.traces.size()) note_trace(evidence, view.traces[prefix], failed_at);
  return evidence;
}

bool has_known_fault(const Evidence& line) {
  return line.interface_exists == false || line.enabled == false || line.carrier == false ||
         line.address == false || line.route == false || line.host_sends == false ||
         line.gateway_answers == false;
}

bool overlap(const std::set<std::uint32_t>& a, const std::set<std::uint32_t>& b) {
  return std::ranges::any_of(a, [&](std::uint32_t endpoint) { return b.contains(endpoint); });
}

// Two prefixes without known interfaces count as being on different lines.
bool share_line(const ReachView& view, std::size_t a, std::size_t b) {
  if (std::max(a, b) >= view.access.size()) return false;
  return !view.access[a].interface.empty() && view.access[a].interface == view.access[b].interface;
}

bool lacks_addresses(const ReachView& view, std::size_t prefix) {
  const PrefixRollup& rolled = view.rollup.prefixes[prefix];
  for (std::size_t p = rolled.first; p < rolled.last; ++p) {
    if (view.snapshot.config->endpoints[view.rollup.paths[p].endpoint].address) return false;
  }
  return rolled.names.count > 0 && rolled.names.addressless == rolled.names.count;
}

// Probes of `other` are answered, so its DNS lookups should be answered too.
void note_names(Evidence& evidence, const ReachView& view, std::size_t other) {
  const auto resolve = view.rollup.prefixes[other].names.resolve();
  if (resolve && evidence.names_resolve_elsewhere != true) {
    evidence.names_resolve_elsewhere = resolve;
  }
}

void note_other(Evidence& evidence, const ReachView& view, std::size_t prefix, std::size_t other,
                const std::set<std::uint32_t>& wanted, MonotonicTime lately) {
  const Endpoints endpoints = endpoints_of(view, other, lately);
  const bool same_line = share_line(view, prefix, other);
  if (!same_line && !endpoints.answering.empty()) note_names(evidence, view, other);
  if (same_line && !endpoints.answering.empty()) evidence.access_line_works = true;
  if (overlap(endpoints.answering, wanted)) evidence.other_prefixes_reach = true;
  if (same_line || !overlap(endpoints.silent, wanted)) return;
  if (!endpoints.answering.empty()) evidence.other_prefix_reaches_other_endpoints = true;
  if (evidence.other_prefixes_reach) return;
  const Evidence line = line_evidence(view, other);
  const bool is_cut = line.ends_at_gateway && endpoints.answering.empty();
  if (has_known_fault(line) || is_cut) return;
  evidence.other_prefixes_reach = false;
}

// Looks at a few other prefixes only, the next ones of the list: when thousands fail at once, each
// would look at all others.
void note_others(Evidence& evidence, const ReachView& view, std::size_t prefix,
                 const std::set<std::uint32_t>& wanted, MonotonicTime lately) {
  const auto look_at = [&](const std::vector<std::size_t>& others, std::size_t most) {
    const auto next = std::ranges::lower_bound(others, prefix);
    const std::size_t first = static_cast<std::size_t>(next - others.begin());
    for (std::size_t step = 0; step < others.size() && most > 0; ++step) {
      const std::size_t other = others[(first + step) % others.size()];
      if (other == prefix) continue;
      --most;
      note_other(evidence, view, prefix, other, wanted, lately);
    }
  };
  look_at(view.index.up, 32);
  look_at(view.index.down, 8);
}

// A private source needs NAT, whatever the prefix.
bool is_behind_nat(const SourceChoice& choice) {
  return choice.outside_prefix || (choice.source && !private_range(choice.source->address).empty());
}

}  // namespace

ReachIndex index_of(const ReachReport& reach) {
  ReachIndex index;
  for (std::size_t i = 0; i < reach.prefixes.size(); ++i) {
    if (reach.prefixes[i].reach == Reach::up) index.up.push_back(i);
    if (reach.prefixes[i].reach == Reach::down) index.down.push_back(i);
  }
  return index;
}

Evidence evidence_of(const ReachView& view, std::size_t prefix) {
  const MonotonicTime lately = later_part(failure_of(view, prefix), view.snapshot.taken_at);
  Evidence evidence = line_evidence(view, prefix);
  evidence.behind_nat = is_behind_nat(view.snapshot.prefixes[prefix].choice);
  evidence.others_answer = view.reach.prefixes[prefix].is_foreign();
  evidence.lacks_source = view.reach.prefixes[prefix].reach == Reach::no_source &&
                          !view.snapshot.prefixes[prefix].choice.source;
  const Endpoints own = endpoints_of(view, prefix, lately);
  if (!own.answering.empty()) {
    evidence.other_endpoints_answer = true;
    evidence.ends_at_gateway = false;  // that silence has ended
  } else if (!own.silent.empty()) {
    evidence.other_endpoints_answer = false;
  }
  evidence.names_resolve = view.rollup.prefixes[prefix].names.resolve();
  evidence.lacks_addresses = lacks_addresses(view, prefix);
  note_others(evidence, view, prefix, wanted_endpoints(view, prefix, own), lately);
  return evidence;
}

}  // namespace peeringd

#include "reachability/aggregate.hpp"

#include <algorithm>

namespace peeringd {
namespace {

std::string share(std::size_t count, std::size_t all) {
  if (all == 1) return " its prefix";
  return " " + std::to_string(count) + " of " + std::to_string(all) + " prefixes";
}

}  // namespace

std::optional<bool> up_of(std::span<const AggregatePart> parts) {
  bool some_not_up = false;
  bool some_may_be_up = false;
  for (const AggregatePart& part : parts) {
    if (part.up == true) return true;
    if (part.up == false) some_not_up = true;
    if (!part.up && !part.warm) some_may_be_up = true;
  }
  if (!some_not_up || some_may_be_up) return std::nullopt;
  return false;
}

std::optional<MonotonicTime> last_loss(std::span<const AggregatePart> parts) {
  std::optional<MonotonicTime> last;
  for (const AggregatePart& part : parts) {
    if (part.up == true) return std::nullopt;
    last = std::max(last, part.lost);
  }
  return last;
}

std::string reason_of(std::span<const PrefixReach> prefixes, const std::vector<bool>& blocked) {
  std::size_t down = 0;
  std::size_t foreign = 0;
  std::string answerer;
  std::size_t no_source = 0;
  std::string problem;
  for (const PrefixReach& prefix : prefixes) {
    if (prefix.is_foreign()) {
      ++foreign;
      if (answerer.empty()) answerer = prefix.problem;
    } else if (prefix.reach == Reach::down) {
      ++down;
    }
    if (prefix.reach != Reach::no_source) continue;
    ++no_source;
    if (problem.empty()) problem = prefix.problem;
  }
  std::string text;
  if (down > 0) text = "no answer on" + share(down, prefixes.size());
  if (foreign > 0) {
    if (!text.empty()) text += ", ";
    text += "answers on" + share(foreign, prefixes.size()) + " are rejected: " + answerer;
  }
  if (no_source > 0) {
    if (!text.empty()) text += ", ";
    text += "no source for" + share(no_source, prefixes.size()) + ": " + problem;
  }
  const auto first = std::ranges::find(blocked, true);
  if (first == blocked.end() || text.empty()) return text;
  const auto count = static_cast<std::size_t>(std::ranges::count(blocked, true));
  return text + "," + share(count, prefixes.size()) +
         " not known: " + prefixes[static_cast<std::size_t>(first - blocked.begin())].problem;
}

AggregateReach next_state(const AggregateReach& before, std::span<const AggregatePart> parts,
                          MonotonicTime now) {
  AggregateReach reach;
  reach.up = up_of(parts);
  reach.warm =
      std::all_of(parts.begin(), parts.end(), [](const AggregatePart& p) { return p.warm; });
  reach.since = before.since;
  reach.lost = last_loss(parts);
  // A part that was added and is not known yet does not end an outage.
  const bool some_not_up =
      std::any_of(parts.begin(), parts.end(), [](const AggregatePart& p) { return p.up == false; });
  if (!reach.up && before.up == false && some_not_up) reach.up = false;
  if (reach.up == before.up) return reach;
  reach.changed = reach.up == false || before.up == false;
  if (!reach.up) {
    reach.since.reset();
  } else {
    if (*reach.up && before.up == false) reach.lasted = now - before.since.value_or(now);
    reach.since = *reach.up ? now : reach.lost.value_or(now);
  }
  return reach;
}

}  // namespace peeringd

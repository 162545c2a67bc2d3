#include "reachability/prefix_state.hpp"

#include <algorithm>

namespace peeringd {
namespace {

void enter(PrefixMemory& memory, Reach reach, MonotonicTime since, std::string problem = {}) {
  PrefixReach& state = memory.reach;
  const bool begins = !state.is_not_up() && (reach == Reach::down || reach == Reach::no_source);
  // If a prefix that is down loses its source too, it is the same outage: it keeps its begin.
  if (!state.is_not_up() || reach == Reach::up || reach == Reach::unknown) state.since = since;
  if (begins && state.reach == Reach::up) memory.outages.push_back(since);
  state.changed = state.reach != reach;
  state.reach = reach;
  state.problem = std::move(problem);
  memory.answers = 0;
}

// An absence that is too short to be an outage may still be part of one.
void note_interruption(PrefixMemory& memory, const PrefixInput& input, MonotonicTime now) {
  if (input.new_answers > 0 || memory.reach.is_not_up()) {
    memory.interrupted.reset();
  } else if (!input.source_problem.empty() && memory.had_source && !memory.interrupted) {
    memory.interrupted = now;
  }
}

// True if the prefix has a source: no problem is known, or there are answers nevertheless.
bool note_source(PrefixMemory& memory, const PrefixInput& input, MonotonicTime now) {
  if (input.source_problem.empty()) {
    memory.source_lost.reset();
    return true;
  }
  if (!memory.source_lost) memory.source_lost = now;
  if (!input.last_answer) return false;
  memory.source_lost = std::max(*memory.source_lost, *input.last_answer);
  return now - *input.last_answer < source_grace;
}

void without_source(PrefixMemory& memory, const PrefixInput& input, MonotonicTime now) {
  memory.answers = 0;
  PrefixReach& reach = memory.reach;
  const Duration grace = memory.source_awaited ? source_grace_at_start : source_grace;
  if (now - *memory.source_lost < grace) {
    // It comes and goes, and nothing has answered in between.
    const bool counts = input.silence && !input.source_optional && !reach.is_not_up();
    if (counts) enter(memory, Reach::down, input.silence->since);
    return;
  }
  memory.interrupted.reset();  // an outage of its own; if none, another host has taken over
  reach.source_missing = memory.had_source || input.source_expected;
  // An outage does not end because the line then takes the address away.
  if (input.source_optional && !input.standby && reach.reach == Reach::down) return;
  if (!reach.source_missing) {
    reach.problem = input.source_problem;
  } else if (const Reach state = input.source_optional ? Reach::unknown : Reach::no_source;
             reach.reach != state) {
    enter(memory, state, *memory.source_lost, input.source_problem);
  } else {
    reach.problem = input.source_problem;
  }
}

void note_silence(PrefixMemory& memory, MonotonicTime since) {
  if (memory.reach.reach != Reach::down) return enter(memory, Reach::down, since);
  memory.reach.problem.clear();
}

void note_foreign(PrefixMemory& memory, const ForeignAnswers& foreign) {
  memory.answers = 0;
  const bool goes_on = memory.foreign;
  memory.foreign = true;
  if (memory.reach.reach != Reach::down) {
    // Not before it was last known to be up: a silence may have come first.
    const MonotonicTime up_since =
        memory.reach.reach == Reach::up ? memory.reach.since : foreign.since;
    enter(memory, Reach::down, std::max(foreign.since, up_since), foreign.text);
  } else if (!goes_on || memory.reach.problem.empty()) {
    // Keeps the first text of an outage. It becomes a label, and the other host chooses the name in
    // it.
    memory.reach.problem = foreign.text;
  }
}

void with_source(PrefixMemory& memory, const PrefixInput& input, MonotonicTime now) {
  memory.reach.source_missing = false;
  memory.had_source = true;
  memory.source_awaited = false;
  if (input.silence) memory.answers = 0;
  // Answers of somebody else do not end the outage that they are.
  memory.answers +=
      memory.foreign ? input.new_genuine.value_or(input.new_answers) : input.new_answers;
  if (input.silence) return note_silence(memory, input.silence->since);
  if (input.foreign) return note_foreign(memory, *input.foreign);
  switch (memory.reach.reach) {
    case Reach::unknown:
      if (memory.answers > 0) return enter(memory, Reach::up, now);
      memory.reach.problem = input.blocked;
      return;
    case Reach::up:
      if (!input.blocked.empty()) {
        memory.lost = input.answered_before.value_or(now);
        enter(memory, Reach::unknown, now, input.blocked);
      }
      return;
    case Reach::no_source:
      memory.reach.problem = "the source is back, no answer yet";
      [[fallthrough]];
    case Reach::down:
      if (memory.answers >= answers_to_recover) enter(memory, Reach::up, now);
      return;
  }
}

bool is_warm(const PrefixMemory& memory, const PrefixInput& input, bool with_source,
             MonotonicTime now) {
  const PrefixReach& reach = memory.reach;
  if (reach.reach != Reach::unknown) return true;
  // One without a source has had the grace of that; one with a source may have been up until now.
  if (now - (with_source ? reach.since : *memory.first_seen) >= warm_up) return true;
  return input.unsendable && memory.lost && now - *memory.lost >= warm_up_if_unsendable;
}

// Like an outage, a rejection of every probe ends with three answers.
void note_rejection(PrefixMemory& memory, const PrefixInput& input) {
  std::string& rejection = memory.reach.rejection;
  memory.received += input.new_received;
  if (memory.reach.reach != Reach::up) {
    rejection.clear();
  } else if (!input.rejection.empty()) {
    rejection = input.rejection;
    memory.received = 0;
  } else if (memory.received >= answers_to_recover) {
    rejection.clear();
  }
}

}  // namespace

void update(PrefixMemory& memory, const PrefixInput& input, Duration window, MonotonicTime now) {
  if (!memory.first_seen) {
    memory.first_seen = now;
    if (!memory.reach.is_not_up()) memory.reach.since = now;
  }
  memory.reach.changed = false;
  const bool was_up = memory.reach.reach == Reach::up;
  note_interruption(memory, input, now);
  const bool with = note_source(memory, input, now);
  if (with) {
    with_source(memory, input, now);
  } else {
    without_source(memory, input, now);
  }
  note_rejection(memory, input);
  if (memory.reach.is_not_up()) memory.last_not_up = now;
  std::erase_if(memory.outages, [now](MonotonicTime begin) { return now - begin > flapping_span; });
  PrefixReach& reach = memory.reach;
  const bool unknown = reach.reach == Reach::unknown;
  memory.blocked = unknown && with && !reach.problem.empty();
  reach.warm = is_warm(memory, input, with, now);
  if (reach.is_not_up() || (unknown && was_up && !memory.lost)) {
    memory.lost = std::min(memory.lost.value_or(reach.since), reach.since);
  }
  if (reach.reach == Reach::up) {
    memory.lost.reset();
    memory.foreign = false;
    memory.restored = false;
  }
  reach.recovered = !reach.is_not_up() && memory.last_not_up && now - *memory.last_not_up < window;
  const bool flapped = reach.flapping;
  reach.flapping = memory.outages.size() >= outages_of_flapping;
  reach.flapping_began = reach.flapping && !flapped;
}

void restore(PrefixMemory& memory, Reach reach, MonotonicTime since, const std::string& problem) {
  if (memory.reach.reach != Reach::unknown) return;
  memory.reach.reach = reach;
  memory.reach.since = since;
  memory.reach.problem = problem;
  memory.reach.source_missing = reach == Reach::no_source;
  memory.had_source = true;
  memory.foreign = memory.reach.is_foreign();
  memory.restored = true;
}

void restore_source(PrefixMemory& memory) {
  if (memory.had_source) return;
  memory.had_source = true;
  memory.source_awaited = true;
}

}  // namespace peeringd

// The state of one prefix, fed second by second.
#pragma once

#include "reachability/prefix_state.hpp"
#include "unit/reachability/times.hpp"

namespace peeringd::test {

class Prefix {
 public:
  const PrefixReach& step(const PrefixInput& input, Duration time) {
    update(memory_, input, window, start + time);
    return memory_.reach;
  }
  const PrefixReach& answered(Duration time, std::uint64_t count = 1) {
    return step({.new_answers = count}, time);
  }
  const PrefixReach& quiet(Duration time) { return step({}, time); }
  const PrefixReach& silent(Duration since, Duration time) {
    return step({.silence = Silence{start + since}}, time);
  }
  const PrefixReach& without_source(Duration time) {
    return step({.source_problem = "no address in 203.0.113.0/24"}, time);
  }
  void outage(Duration from, Duration to) {
    silent(from, to - std::chrono::seconds{1});
    answered(to, answers_to_recover);
  }
  const PrefixMemory& memory() const { return memory_; }

 private:
  PrefixMemory memory_;
};

}  // namespace peeringd::test

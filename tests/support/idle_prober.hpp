// A prober that does nothing, for what only needs there to be one.
#pragma once

#include "probe/prober.hpp"

namespace peeringd::test {

class IdleProber final : public Prober {
 public:
  void start(FlightIndex /*flight*/, const ProbeOptions& /*options*/) override {}
  void flush() override {}
  void drain() override {}
};

}  // namespace peeringd::test

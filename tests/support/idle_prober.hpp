// A prober that does nothing, for tests that only need one to exist.
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

#include "sample/findings.hpp"

namespace peeringd {
namespace {

struct Enter {
  Findings& findings;
  MonotonicTime now;

  void operator()(const HttpExchange& exchange) const {
    for (std::size_t i = 0; i < exchange.phases.size(); ++i) {
      if (!exchange.phases[i]) continue;
      ++findings.phases[i].count;
      findings.phases[i].sum += *exchange.phases[i];
    }
    findings.last_exchange = exchange;
  }
  void operator()(const SeenSource& seen) const { findings.seen_from = {seen.address, now}; }
};

}  // namespace

void enter_observation(Findings& findings, const Observation& observation, MonotonicTime now) {
  std::visit(Enter{findings, now}, observation);
}

}  // namespace peeringd

#include "sample/findings.hpp"

#include <vector>

namespace peeringd {
namespace {

std::optional<EdgePop> pop_of(const HttpExchange& exchange) {
  std::vector<HeaderView> headers;
  headers.reserve(exchange.edge_headers.size());
  for (const ResponseHeader& header : exchange.edge_headers) {
    headers.push_back({header.name, header.value});
  }
  return pop_of_headers(headers);
}

// A response that names no PoP says nothing of the one that was named before.
std::optional<EdgePop> enter_pop(Findings& findings, std::optional<EdgePop> pop,
                                 MonotonicTime now) {
  if (!pop) return std::nullopt;
  std::optional<EdgePop> previous;
  if (findings.pop && findings.pop->pop.code != pop->code) {
    previous = findings.pop->pop;
    ++findings.pop_changes;
    findings.pop_changed_at = now;
  }
  findings.pop = {std::move(*pop), now};
  return previous;
}

struct Enter {
  Findings& findings;
  MonotonicTime now;

  std::optional<EdgePop> operator()(const HttpExchange& exchange) const {
    for (std::size_t i = 0; i < exchange.phases.size(); ++i) {
      if (!exchange.phases[i]) continue;
      ++findings.phases[i].count;
      findings.phases[i].sum += *exchange.phases[i];
    }
    findings.last_exchange = exchange;
    findings.last_exchange->edge_headers = {};  // said all: they would fill each snapshot
    if (exchange.certificate_not_after) {
      findings.certificate = {*exchange.certificate_not_after, now};
    }
    return enter_pop(findings, pop_of(exchange), now);
  }
  std::optional<EdgePop> operator()(const SeenSource& seen) const {
    findings.seen_from = {seen.address, now};
    return std::nullopt;
  }
};

}  // namespace

std::optional<EdgePop> enter_observation(Findings& findings, const Observation& observation,
                                         MonotonicTime now) {
  return std::visit(Enter{findings, now}, observation);
}

}  // namespace peeringd

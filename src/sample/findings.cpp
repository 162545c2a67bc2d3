#include "sample/findings.hpp"

namespace peeringd {
namespace {

std::optional<EdgePop> pop_of(const HttpExchange& exchange) {
  std::array<HeaderView, edge_header_names.size()> headers;
  std::size_t count = 0;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (exchange.edge_headers[i].empty()) continue;
    headers[count++] = {edge_header_names[i], exchange.edge_headers[i]};
  }
  return pop_of_headers(std::span(headers).first(count));
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

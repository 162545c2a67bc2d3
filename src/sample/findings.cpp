#include "sample/findings.hpp"

#include <vector>

#include "edge/pop.hpp"

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

// What of `pop` is confirmed by now. A PoP whose machines are at several sites is known by its code
// alone until one of the sites is confirmed.
std::optional<EdgePop> confirmed(KeptFindings& kept, const EdgePop& pop, MonotonicTime now) {
  if (kept.pops.note(pop, now)) return pop;
  const std::optional<SeenPop>& current = kept.findings.pop;
  if (current && current->pop.code == pop.code) return current->pop;
  const EdgePop somewhere{pop.code, "", pop.method};
  if (!pop.site.empty() && kept.pops.note(somewhere, now)) return somewhere;
  return std::nullopt;
}

// A response that names no PoP says nothing of the one that was named before.
std::optional<EdgePop> enter_pop(KeptFindings& kept, const std::optional<EdgePop>& told,
                                 MonotonicTime now) {
  if (!told) return std::nullopt;
  Findings& findings = kept.findings;
  findings.last_pop = {*told, now};
  std::optional<EdgePop> pop = confirmed(kept, *told, now);
  if (!pop) {
    ++findings.unconfirmed_pops;
    return std::nullopt;
  }
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
  KeptFindings& kept;
  MonotonicTime now;

  std::optional<EdgePop> operator()(const HttpExchange& exchange) const {
    Findings& findings = kept.findings;
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
    return enter_pop(kept, pop_of(exchange), now);
  }
  std::optional<EdgePop> operator()(const SeenSource& seen) const {
    Findings& findings = kept.findings;
    findings.last_seen_from = {seen.address, now};
    if (kept.addresses.note(seen.address, now)) {
      findings.seen_from = findings.last_seen_from;
    } else {
      ++findings.unconfirmed_addresses;
    }
    return std::nullopt;
  }
};

}  // namespace

std::optional<EdgePop> enter_observation(KeptFindings& kept, const Observation& observation,
                                         MonotonicTime now) {
  return std::visit(Enter{kept, now}, observation);
}

}  // namespace peeringd

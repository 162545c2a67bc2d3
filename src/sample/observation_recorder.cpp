#include "sample/observation_recorder.hpp"

#include <utility>
#include <variant>
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

}  // namespace

struct ObservationRecorder::Record {
  ObservationRecorder& recorder;
  MonotonicTime now;

  void operator()(const HttpExchange& exchange) const {
    TargetObservations& observed = recorder.observed_;
    for (std::size_t i = 0; i < exchange.phases.size(); ++i) {
      if (!exchange.phases[i]) continue;
      ++observed.phases[i].count;
      observed.phases[i].sum += *exchange.phases[i];
    }
    observed.last_exchange = exchange;
    // Not needed any more: they would fill each snapshot.
    observed.last_exchange->edge_headers = {};
    if (exchange.answerer == Answerer::host) ++observed.answers_of_host;
    if (exchange.answerer == Answerer::doubtful) ++observed.doubtful_answers;
    if (exchange.certificate_not_after) {
      observed.certificate = {*exchange.certificate_not_after, now};
    }
    // A response that names no PoP does not change the PoP that was named before.
    if (const auto pop = pop_of(exchange)) recorder.record_pop(*pop, now);
  }

  void operator()(const SeenSource& seen) const {
    TargetObservations& observed = recorder.observed_;
    observed.last_seen_from = {seen.address, now};
    if (recorder.addresses_.note(seen.address, now)) {
      observed.seen_from = observed.last_seen_from;
    } else {
      ++observed.unconfirmed_addresses;
    }
  }
};

void ObservationRecorder::record(const Observation& observation, MonotonicTime now) {
  std::visit(Record{*this, now}, observation);
}

void ObservationRecorder::continue_counters(const TargetObservations& before) {
  observed_.phases = before.phases;
  observed_.answers_of_host = before.answers_of_host;
  observed_.doubtful_answers = before.doubtful_answers;
  observed_.pop_changes = before.pop_changes;
  observed_.unconfirmed_pops = before.unconfirmed_pops;
  observed_.unconfirmed_addresses = before.unconfirmed_addresses;
}

void ObservationRecorder::record_pop(const EdgePop& reported, MonotonicTime now) {
  observed_.last_pop = {reported, now};
  std::optional<EdgePop> pop = confirmed(reported, now);
  if (!pop) {
    ++observed_.unconfirmed_pops;
    return;
  }
  if (observed_.pop && observed_.pop->pop.code != pop->code) {
    ++observed_.pop_changes;
    observed_.pop_changed_at = now;
  }
  observed_.pop = {std::move(*pop), now};
}

// The confirmed part of `pop`. If answers alternate between sites, the PoP has an empty site until
// one of them is confirmed.
std::optional<EdgePop> ObservationRecorder::confirmed(const EdgePop& pop, MonotonicTime now) {
  if (pops_.note(pop, now)) return pop;
  const std::optional<SeenPop>& current = observed_.pop;
  if (current && current->pop.code == pop.code) return current->pop;
  const EdgePop somewhere{pop.code, "", pop.method};
  if (!pop.site.empty() && pops_.note(somewhere, now)) return somewhere;
  return std::nullopt;
}

}  // namespace peeringd

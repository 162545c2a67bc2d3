#include "metrics/families.hpp"

namespace peeringd {
namespace {

void add_losses(MetricBuilder& lost, const Labels& labels, const TargetSnapshot& target,
                const ProbeOptions& options) {
  for (const LossReason reason : loss_reasons_of(options)) {
    lost.add(with(labels, "reason", name_of(reason)), target.ledger.lost[index_of(reason)]);
  }
}

void add_errors(MetricBuilder& errors, const Labels& labels, const Ledger& ledger) {
  for (std::size_t i = 0; i < ledger.errors.size(); ++i) {
    errors.add(with(labels, "reason", error_reason_names[i]), ledger.errors[i]);
  }
}

}  // namespace

void append_probe_counters(const Snapshot& snapshot, Families& families) {
  MetricBuilder sent =
      MetricBuilder::counter("peering_probes_sent_total",
                             "Probes that left the host. Always the sum of received, lost, unheard "
                             "and in flight.");
  MetricBuilder received = MetricBuilder::counter(
      "peering_probes_received_total", "Probes that were answered within their timeout.");
  MetricBuilder lost = MetricBuilder::counter(
      "peering_probes_lost_total",
      "Probes that left the host and were not answered as they should, by reason; "
      "each type of probe has its own.");
  MetricBuilder in_flight = MetricBuilder::gauge(
      "peering_probes_in_flight", "Probes that left the host and still have time to be answered.");
  MetricBuilder unheard = MetricBuilder::counter("peering_probes_unheard_total",
                                                 "Probes that left the host and whose answer this "
                                                 "host may have missed: its receive buffer was "
                                                 "full, or it was suspended.");
  MetricBuilder late = MetricBuilder::counter("peering_probes_late_total",
                                              "Answers to probes that had been counted as lost.");
  MetricBuilder duplicate = MetricBuilder::counter(
      "peering_probes_duplicate_total", "Further answers to probes that had been answered.");
  MetricBuilder errors =
      MetricBuilder::counter("peering_probe_errors_total",
                             "Probes that were due but never left the host, by reason: source "
                             "(no local address in the prefix), resolve (no address for the "
                             "name), permission, send (the kernel refused).");
  MetricBuilder skipped =
      MetricBuilder::counter("peering_probes_skipped_total",
                             "Probes that were due but not sent because the daemon was late.");

  MetricBuilder unknown = MetricBuilder::gauge(
      "peering_probe_unknown",
      "1 while a target that need not answer (STUN) has never answered: whether it can be reached "
      "is not known, and its probes are not counted.");
  MetricBuilder reordered = MetricBuilder::counter(
      "peering_probes_reordered_total",
      "Answered probes whose answer came after that of a later probe (RFC 4737).");

  for (const TargetSnapshot& target : snapshot.targets) {
    const Labels labels = labels_of(*snapshot.config, target.target);
    const Ledger& ledger = target.ledger;
    if (target.unknown) {
      unknown.add(labels, 1.0);
    } else {
      sent.add(labels, ledger.sent);
      received.add(labels, ledger.received);
      add_losses(lost, labels, target, probe_of(*snapshot.config, target.target).options);
      in_flight.add(labels, ledger.in_flight);
      unheard.add(labels, ledger.unheard);
    }
    late.add(labels, ledger.late);
    duplicate.add(labels, ledger.duplicate);
    reordered.add(labels, ledger.reordered);
    add_errors(errors, labels, ledger);
    skipped.add(labels, ledger.skipped);
  }
  for (MetricBuilder* family : {&sent, &received, &lost, &in_flight, &unheard, &unknown, &late,
                                &duplicate, &reordered, &errors, &skipped}) {
    family->move_to(families);
  }
}

}  // namespace peeringd

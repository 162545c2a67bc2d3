#include "metrics/families.hpp"
#include "model/probe_options.hpp"

namespace peeringd {
namespace {

using Count = std::uint64_t Ledger::*;

// Of a target of which it is not known whether it answers at all, these are not told.
auto of_known(const Snapshot& snapshot, Count count) {
  return [&snapshot, count](Series& out, std::size_t item) {
    const TargetSnapshot& target = snapshot.targets[item];
    if (!target.unknown) out.add(labels_of(snapshot, target), target.ledger.*count);
  };
}

auto of_all(const Snapshot& snapshot, Count count) {
  return [&snapshot, count](Series& out, std::size_t item) {
    const TargetSnapshot& target = snapshot.targets[item];
    out.add(labels_of(snapshot, target), target.ledger.*count);
  };
}

auto lost_by_reason(const Snapshot& snapshot) {
  return [&snapshot](Series& out, std::size_t item) {
    const TargetSnapshot& target = snapshot.targets[item];
    if (target.unknown) return;
    const Labels labels = labels_of(snapshot, target);
    for (const LossReason reason :
         loss_reasons_of(probe_of(*snapshot.config, target.target).options)) {
      out.add(with(labels, "reason", name_of(reason)), target.ledger.lost[index_of(reason)]);
    }
  };
}

auto errors_by_reason(const Snapshot& snapshot) {
  return [&snapshot](Series& out, std::size_t item) {
    const TargetSnapshot& target = snapshot.targets[item];
    const Labels labels = labels_of(snapshot, target);
    for (std::size_t i = 0; i < error_reason_names.size(); ++i) {
      out.add(with(labels, "reason", error_reason_names[i]), target.ledger.errors[i]);
    }
  };
}

auto whether_unknown(const Snapshot& snapshot) {
  return [&snapshot](Series& out, std::size_t item) {
    const TargetSnapshot& target = snapshot.targets[item];
    if (target.unknown) out.add(labels_of(snapshot, target), 1.0);
  };
}

}  // namespace

void append_probe_counters(const Snapshot& snapshot, Families& families) {
  const std::size_t all = snapshot.targets.size();
  const auto add_counter = [&](const char* name, const char* help, auto add) {
    families.push_back(counter({name, help}, all, std::move(add)));
  };
  const auto add_gauge = [&](const char* name, const char* help, auto add) {
    families.push_back(gauge({name, help}, all, std::move(add)));
  };
  add_counter("peering_probes_sent_total",
              "Probes that left the host. Always the sum of received, lost, unheard and in flight.",
              of_known(snapshot, &Ledger::sent));
  add_counter("peering_probes_received_total", "Probes that were answered within their timeout.",
              of_known(snapshot, &Ledger::received));
  add_counter("peering_probes_lost_total",
              "Probes that left the host and were not answered as they should, by reason; "
              "each type of probe has its own.",
              lost_by_reason(snapshot));
  add_gauge("peering_probes_in_flight",
            "Probes that left the host and still have time to be answered.",
            of_known(snapshot, &Ledger::in_flight));
  add_counter("peering_probes_unheard_total",
              "Probes that left the host and whose answer this host may have missed: its receive "
              "buffer was full, or it was suspended.",
              of_known(snapshot, &Ledger::unheard));
  add_gauge("peering_probe_unknown",
            "1 while a target that need not answer (STUN) has never answered: whether it can be "
            "reached is not known, and its probes are not counted.",
            whether_unknown(snapshot));
  add_counter("peering_probes_late_total", "Answers to probes that had been counted as lost.",
              of_all(snapshot, &Ledger::late));
  add_counter("peering_probes_duplicate_total", "Further answers to probes that had been answered.",
              of_all(snapshot, &Ledger::duplicate));
  add_counter("peering_probes_reordered_total",
              "Answered probes whose answer came after that of a later probe (RFC 4737).",
              of_all(snapshot, &Ledger::reordered));
  add_counter("peering_probe_errors_total",
              "Probes that were due but never left the host, by reason: source (no local address "
              "in the prefix), resolve (no address for the name), permission, send (the kernel "
              "refused).",
              errors_by_reason(snapshot));
  add_counter("peering_probes_skipped_total",
              "Probes that were due but not sent because the daemon was late.",
              of_all(snapshot, &Ledger::skipped));
}

}  // namespace peeringd

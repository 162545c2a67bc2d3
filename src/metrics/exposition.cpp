#include "metrics/exposition.hpp"

#include "metrics/families.hpp"
#include "metrics/family_writer.hpp"
#include "rollup/roll_up.hpp"

namespace peeringd {
namespace {

constexpr std::size_t piece_size = std::size_t{64} * 1024;

// Over an immutable snapshot: a series that has gone is simply not there any more.
Families families_of(const Snapshot& snapshot, const Rollup& rollup, const AlertReport* alerts,
                     const DaemonFacts& facts) {
  Families families;
  append_probe_counters(snapshot, families);
  append_target_statistics(snapshot, rollup, families);
  append_prefix_and_connection_statistics(snapshot, rollup, families);
  append_http_metrics(snapshot, families);
  append_edge_pop_metrics(snapshot, rollup, families);
  append_egress_metrics(snapshot, rollup, families);
  append_infos(snapshot, rollup, families);
  if (alerts != nullptr) {
    append_test_results(*alerts, families);
    append_alerts(*alerts, families);
    append_alert_thresholds(*alerts, families);
  }
  append_daemon_metrics(snapshot, facts, families);
  append_process_metrics(families);
  return families;
}

}  // namespace

struct Exposition::Impl {
  Impl(const Snapshot& snapshot, const AlertReport* alerts, const DaemonFacts& facts)
      : rollup(roll_up(snapshot)), families(families_of(snapshot, rollup, alerts, facts)) {}

  const Rollup rollup;
  const Families families;  // refer to the rollup
  std::size_t family = 0;   // the one that comes next
  FamilyWriter writer;
};

Exposition::Exposition(const Snapshot& snapshot, const AlertReport* alerts,
                       const DaemonFacts& facts)
    : impl_(std::make_unique<Impl>(snapshot, alerts, facts)) {}

Exposition::~Exposition() = default;

std::string Exposition::next_piece() {
  Impl& impl = *impl_;
  std::string piece;
  while (piece.size() < piece_size && impl.family < impl.families.size()) {
    if (!impl.writer.write_some(impl.families[impl.family], piece)) ++impl.family;
  }
  return piece;
}

std::string render_exposition(const Snapshot& snapshot, const AlertReport* alerts,
                              const DaemonFacts& facts) {
  Exposition exposition(snapshot, alerts, facts);
  std::string text;
  for (std::string piece = exposition.next_piece(); !piece.empty();
       piece = exposition.next_piece()) {
    text += piece;
  }
  return text;
}

}  // namespace peeringd

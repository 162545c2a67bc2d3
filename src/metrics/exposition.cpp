#include "metrics/exposition.hpp"

#include <prometheus/collectable.h>
#include <prometheus/text_serializer.h>

#include "metrics/families.hpp"

namespace peeringd {
namespace {

// Over an immutable snapshot: a series that has gone is simply not there any more.
class SnapshotCollectable final : public prometheus::Collectable {
 public:
  SnapshotCollectable(const Snapshot& snapshot, const AlertReport* alerts, const DaemonFacts& facts)
      : snapshot_(snapshot), alerts_(alerts), facts_(facts) {}

  Families Collect() const override {
    const Rollup rollup = roll_up(snapshot_);
    Families families;
    append_probe_counters(snapshot_, families);
    append_target_statistics(snapshot_, rollup, families);
    append_prefix_and_connection_statistics(snapshot_, rollup, families);
    append_http_metrics(snapshot_, families);
    append_edge_pop_metrics(snapshot_, rollup, families);
    append_egress_metrics(snapshot_, rollup, families);
    append_infos(snapshot_, rollup, families);
    if (alerts_ != nullptr) append_all_of_alerts(*alerts_, families);
    append_daemon_metrics(snapshot_, facts_, families);
    append_process_metrics(families);
    return families;
  }

 private:
  static void append_all_of_alerts(const AlertReport& alerts, Families& families) {
    append_test_results(alerts, families);
    append_alerts(alerts, families);
    append_alert_thresholds(alerts, families);
  }

  const Snapshot& snapshot_;
  const AlertReport* alerts_;
  const DaemonFacts& facts_;
};

}  // namespace

std::string render_exposition(const Snapshot& snapshot, const AlertReport* alerts,
                              const DaemonFacts& facts) {
  return prometheus::TextSerializer().Serialize(
      SnapshotCollectable(snapshot, alerts, facts).Collect());
}

}  // namespace peeringd

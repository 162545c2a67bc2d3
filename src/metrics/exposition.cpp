#include "metrics/exposition.hpp"

#include <prometheus/collectable.h>
#include <prometheus/text_serializer.h>

#include "metrics/families.hpp"

namespace peeringd {
namespace {

// Over an immutable snapshot: a series that has gone is simply not there any more.
class SnapshotCollectable final : public prometheus::Collectable {
 public:
  SnapshotCollectable(const Snapshot& snapshot, const DaemonFacts& facts)
      : snapshot_(snapshot), facts_(facts) {}

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
    append_daemon_metrics(snapshot_, facts_, families);
    append_process_metrics(families);
    return families;
  }

 private:
  const Snapshot& snapshot_;
  const DaemonFacts& facts_;
};

}  // namespace

std::string render_exposition(const Snapshot& snapshot, const DaemonFacts& facts) {
  return prometheus::TextSerializer().Serialize(SnapshotCollectable(snapshot, facts).Collect());
}

}  // namespace peeringd

// The parts of the exposition, one function and one file each. What they add refers to its
// arguments. Internal to this folder.
#pragma once

#include "metrics/exposition.hpp"
#include "metrics/family.hpp"
#include "model/alert_report.hpp"
#include "model/rollup.hpp"
#include "model/snapshot.hpp"

namespace peeringd {

/// Of each target: the accounts of its probes, since the start.
void append_probe_counters(const Snapshot& snapshot, Families& families);

/// Of each target: quantiles, loss and jitter over the window, and the histogram.
void append_target_statistics(const Snapshot& snapshot, const Rollup& rollup, Families& families);

/// Of each prefix and each connection: the figures of all their targets together, and what they
/// are.
void append_prefix_and_connection_statistics(const Snapshot& snapshot, const Rollup& rollup,
                                             Families& families);
void append_infos(const Snapshot& snapshot, const Rollup& rollup, Families& families);

/// Of HTTP targets: phases, and what the last exchange showed.
void append_http_metrics(const Snapshot& snapshot, Families& families);

/// Of each endpoint as a prefix sees it: the PoP that answers, and how far it is.
void append_edge_pop_metrics(const Snapshot& snapshot, const Rollup& rollup, Families& families);

/// Of each prefix: where the far side sees its probes come from.
void append_egress_metrics(const Snapshot& snapshot, const Rollup& rollup, Families& families);

/// Of what has thresholds: results, alerts and the thresholds themselves.
void append_test_results(const AlertReport& alerts, Families& families);
void append_alerts(const AlertReport& alerts, Families& families);
void append_alert_thresholds(const AlertReport& alerts, Families& families);

/// Of the daemon and its process, which is asked now.
void append_daemon_metrics(const Snapshot& snapshot, const DaemonFacts& facts, Families& families);
void append_process_metrics(Families& families);

Labels labels_of(const Config& config, const Target& target);
Labels labels_of(const Config& config, const PrefixSnapshot& prefix);
Labels labels_of(const Snapshot& snapshot, const TargetSnapshot& target);
Labels labels_of(const Snapshot& snapshot, const PathRollup& path);
Labels labels_of(const Config& config, const PrefixStatus& prefix);
Labels labels_of(const Config& config, const PathStatus& path);

}  // namespace peeringd

// The signal `edge_address`: whether the addresses that answer lie in the published ranges. An
// answer from elsewhere comes from a captive portal, a forged DNS answer or a CDN of another
// company. Internal to this folder.
#pragma once

#include <cstddef>
#include <vector>

#include "assessment/subject.hpp"
#include "model/alert_config.hpp"

namespace peeringd {

/// Appends nothing without a table of ranges, and where every endpoint has the signal off. An
/// address outside the ranges counts once it answers; before that, the signal is not known. `index`
/// into Rollup::prefixes, `config` the thresholds of that prefix, `seen` of the previous
/// evaluation.
void append_edge_address(std::vector<SignalInput>& signals, const AlertInput& input,
                         std::size_t index, const AlertConfig& config, SeenAddresses& seen);

}  // namespace peeringd

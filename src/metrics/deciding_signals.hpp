// Why a connection has its result, as codes that never change while the cause does not: a series
// named by them is not replaced with each new figure. Internal to this folder.
#pragma once

#include <bitset>
#include <cstdint>

#include "model/assessment.hpp"
#include "model/signal.hpp"

namespace peeringd {

/// Indexed by Signal.
using DecidingSignals = std::bitset<signal_names.size()>;

/// The signals that decide the result of `connection`, an index into Config::connections: those of
/// its worst prefixes, and what keeps it from reaching the edge. `not_measured` stands for all
/// signals without a result. Empty if the connection passes and reaches the edge. Any thread.
DecidingSignals deciding_signals(const Assessment& assessment, std::uint32_t connection);

}  // namespace peeringd

// What the current configuration and the last assessment add to a series of the history: its
// thresholds, the PoPs that serve it, and how far they are.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "geo/position.hpp"
#include "model/assessment.hpp"
#include "model/history_view.hpp"

namespace peeringd {

struct SeriesContext {
  std::map<std::string, std::string> pops{};  ///< the PoP's code, by endpoint
  std::optional<Position> position{};         ///< of the connection
  bool in_maintenance = false;
  std::map<std::string, Rule> rules{};  ///< of the measured signals, by name; without low_is_bad
};

/// Empty for a series that is no longer configured. Any thread, as the others.
SeriesContext context_of(const Assessment& assessment, const TargetKey& key);

/// The strictest thresholds of all prefixes of a connection or, unless `endpoint` is empty, of
/// their paths to it. In one pass: a connection may have thousands of prefixes.
std::map<std::string, Rule> strictest_rules(const Assessment& assessment,
                                            const std::string& connection,
                                            const std::string& endpoint);

struct PopSpan {
  HistorySpan span;
  std::string code;
};

/// The PoP that served the series while the daemon recorded; of several endpoints the PoP of most,
/// then the first by name.
/// Before its first change an endpoint had the PoP that the change names; without a change it has
/// its current one.
std::vector<PopSpan> pop_spans(const HistoryView& view, const SeriesContext& context);

std::vector<HistorySpan> maintenance_spans(const HistoryView& view, const SeriesContext& context);

/// The shortest round trip over `metres` of fibre, in which light travels at two thirds of its
/// speed in vacuum.
Duration light_in_fibre(double metres);

}  // namespace peeringd

// Reports a prefix as seen from one BGP session, or from RIS Live as a whole. Pure.
#pragma once

#include "model/route_report.hpp"
#include "routes/route_plan.hpp"
#include "routes/route_table.hpp"

namespace peeringd {

/// What a monitored session shows of the prefix.
RouteSessionReport report_session(const RouteTable& table, const PrefixState& state,
                                  const MonitoredPrefix& monitored,
                                  const MonitoredSession& session);

/// What the RIS peers report of the prefix and its more-specifics.
RisReport report_ris(const RouteTable& table, const PrefixState& state,
                     const MonitoredPrefix& monitored);

}  // namespace peeringd

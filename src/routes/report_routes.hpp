// The report of a route table: what metrics, the API and the alerts show of it. Pure.
#pragma once

#include "model/route_report.hpp"
#include "model/route_source_status.hpp"
#include "routes/route_plan.hpp"
#include "routes/route_table.hpp"

namespace peeringd {

/// The prefixes of the report, in the order of the plan.
std::vector<PrefixRouteReport> report_routes(const RouteTable& table, const RoutePlan& plan,
                                             MonotonicTime now);

/// The BGP sessions that are known to be up or down.
std::vector<BmpSessionStatus> report_sessions(const RouteTable& table);

/// Whether the tables of all monitored sessions of the router are known.
bool is_synchronised(const RouteTable& table, const RoutePlan& plan, const std::string& router);

}  // namespace peeringd

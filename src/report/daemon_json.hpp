// The daemon's own state as JSON: what it is, its configuration, its history. Internal to this
// folder.
#pragma once

#include <boost/json/object.hpp>

#include "model/assessment.hpp"
#include "report/overview_json.hpp"

namespace peeringd {

/// The member `daemon` of /api/v1/overview.
boost::json::object daemon_object(const Assessment& assessment, const Overview& overview);

}  // namespace peeringd

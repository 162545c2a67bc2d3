// The data of a RIS Live message about one BGP message: which peer sent it, and the routes of an
// UPDATE. Pure. Any thread.
#pragma once

#include <boost/json/object.hpp>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/prefix_set.hpp"
#include "model/route.hpp"

namespace peeringd {

/// A BGP session of a RIS collector.
struct RisPeer {
  Vantage at;  ///< the router is the collector, such as `rrc00`
  AsNumber as = 0;
};

/// Reads `host`, `peer` and `peer_asn`.
Result<RisPeer> read_ris_peer(const boost::json::object& data);

/// Reads the routes of an UPDATE, as described at RisUpdate (ris/ris_message.hpp). An error if a
/// prefix cannot be read.
Result<std::vector<RouteObservation>> read_ris_routes(const boost::json::object& data,
                                                      const RisPeer& peer, const PrefixSet& ours);

}  // namespace peeringd

// Reads how long connections were up. History's thread only.
#pragma once

#include <vector>

#include "base/result.hpp"
#include "history/availability.hpp"
#include "history/history_writer.hpp"

namespace peeringd {

struct AvailabilityQuery {
  Moment from;
  Moment to;                             ///< > from
  std::vector<std::string> connections;  ///< empty: all of the history
};

/// By connection, in the order of names; those of which nothing is recorded are left out. The error
/// says that the query is too large.
Result<std::vector<ConnectionAvailability>> read_availability(OpenHistory& history,
                                                              const AvailabilityQuery& query);

/// When one connection was down. The error says that this changed too often.
Result<Spans> read_down(OpenHistory& history, const std::string& connection, Moment from,
                        Moment to);

}  // namespace peeringd

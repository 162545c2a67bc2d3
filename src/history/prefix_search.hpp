// Searches the records of one prefix for incidents. History's thread only.
#pragma once

#include <vector>

#include "history/history_target.hpp"
#include "history/row_id.hpp"
#include "model/incident.hpp"

namespace peeringd {

struct OpenHistory;

/// The records of a series in [from, to); none if that is empty.
std::vector<PeriodRecord> records_of(OpenHistory& history, StoredId series, Moment from, Moment to,
                                     std::chrono::seconds step);

/// Loss, shifts and episodes of the latency that began after `since` or in the few hours before it;
/// and the incidents of these kinds that were open then, with their end. Without figures. Losses of
/// an outage that the file knows are left out.
std::vector<Incident> find_in_records(OpenHistory& history, const SeriesKey& key, StoredId series,
                                      Moment since, Moment now);

}  // namespace peeringd

// Searches the records of one prefix for incidents. History's thread only.
#pragma once

#include <vector>

#include "history/history_target.hpp"
#include "model/incident.hpp"
#include "record/row_id.hpp"

namespace peeringd {

struct OpenHistory;

/// The records of a series in [from, to). None if the range is empty.
std::vector<PeriodRecord> records_of(OpenHistory& history, StoredId series, Moment from, Moment to,
                                     std::chrono::seconds step);

/// Finds loss, and shifts and episodes of the latency, that began after `since` or in the few hours
/// before. Also returns incidents of these kinds that were open then, with their end if they have
/// ended. Does not set their figures. Omits loss during an outage that is in the file.
std::vector<Incident> find_in_records(OpenHistory& history, const SeriesKey& key, StoredId series,
                                      Moment since, Moment now);

}  // namespace peeringd

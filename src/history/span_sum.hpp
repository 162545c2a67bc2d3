// Adds up a series over a span of any length from few records: coarse ones inside, finer ones at
// both ends. History's thread only.
#pragma once

#include "history/record_store.hpp"

namespace peeringd {

/// The finest tier whose records of `time` have not been deleted.
Tier finest_kept(const RecordStore& records, Moment time);

/// The sum of the records in [from, to). Both ends are rounded outwards to the finest periods that
/// are kept at `from`. Reads some 70 records, and one for each day.
PeriodRecord sum_over(RecordStore& records, StoredId series, Moment from, Moment to);

}  // namespace peeringd

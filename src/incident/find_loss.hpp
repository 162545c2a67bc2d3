// Finds spans in which more probes were lost than chance and the usual loss explain. Pure.
#pragma once

#include <span>
#include <vector>

#include "incident/found_span.hpp"
#include "model/period_record.hpp"

namespace peeringd {

/// A span counts if at least 4 probes and 0.5 % were lost within 5 or within 30 minutes. At the
/// usual loss ratio, the probability of this many losses by chance must be below 1e-5 in such a
/// window. Minutes in which nothing was answered are outages and do not count. Two such spans less
/// than 10 minutes apart are one.
///
/// `minutes`: one record a minute, the first at `from`, empty where nothing was measured.
/// `usual`: the usual loss ratio.
std::vector<FoundSpan> find_loss(Moment from, std::span<const PeriodRecord> minutes, double usual);

/// The loss ratio without the worst fifth of the records, so that incidents do not hide others.
double usual_loss(std::span<const PeriodRecord> records);

}  // namespace peeringd

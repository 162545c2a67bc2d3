#include "model/zone_offsets.hpp"

#include <algorithm>

namespace peeringd {

std::chrono::seconds ZoneOffsets::offset_at(Moment time) const {
  std::chrono::seconds offset = first;
  for (const OffsetChange& change : changes) {
    if (time < change.at) break;
    offset = change.offset;
  }
  return offset;
}

Moment ZoneOffsets::first_at(std::chrono::local_seconds local) const {
  Moment begin = Moment::min();
  std::chrono::seconds offset = first;
  for (const OffsetChange& change : changes) {
    const Moment shown = std::max(begin, Moment{local.time_since_epoch() - offset});
    if (shown < change.at) return shown;
    begin = change.at;
    offset = change.offset;
  }
  return std::max(begin, Moment{local.time_since_epoch() - offset});
}

}  // namespace peeringd

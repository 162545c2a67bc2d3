// Reports where large packets are swallowed, and where they pass again.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "model/assessment.hpp"
#include "model/event.hpp"
#include "model/packet_sizes.hpp"

namespace peeringd {

/// Remembers prefixes by name. One thread.
class PacketSizeEvents {
 public:
  /// `sizes`: one per prefix, in the order of Snapshot::prefixes; or empty.
  std::vector<Event> events_of(const Assessment& assessment,
                               std::span<const std::optional<PacketSizes>> sizes);

 private:
  std::set<std::string, std::less<>> swallowed_;  // prefixes, at the last call
};

/// The sentence about a connection, an index into Config::connections, such as `large packets to
/// teams are swallowed: 1400 bytes pass, 1460 do not (203.0.113.0/24)`. Empty if no prefix has this
/// fault.
std::string packet_size_diagnosis(const Assessment& assessment,
                                  std::span<const std::optional<PacketSizes>> sizes,
                                  std::size_t connection);

}  // namespace peeringd

#include "assessment/packet_size_events.hpp"

#include <utility>

#include "model/config.hpp"

namespace peeringd {

std::vector<Event> PacketSizeEvents::events_of(const Assessment& assessment,
                                               std::span<const std::optional<PacketSizes>> sizes) {
  std::vector<Event> events;
  std::set<std::string, std::less<>> swallowed;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const PrefixSnapshot& prefix = assessment.snapshot->prefixes[i];
    const EventSubject subject = subject_of(assessment.config(), prefix.connection, prefix.prefix);
    const std::string name = to_string(subject);
    const bool is_swallowed = sizes[i] && sizes[i]->swallowed();
    if (is_swallowed) swallowed.insert(name);
    if (is_swallowed == swallowed_.contains(name)) continue;
    if (is_swallowed) {
      Event& event = events.emplace_back(
          Event{EventKind::large_packets_lost, EventLevel::warning, subject, to_string(*sizes[i])});
      event.fields = {{"passed_bytes", std::uint64_t{sizes[i]->passed}},
                      {"lost_bytes", std::uint64_t{sizes[i]->lost}},
                      {"host", sizes[i]->endpoint}};
    } else {
      events.push_back({EventKind::large_packets_pass, EventLevel::info, subject,
                        "HTTPS is answered again: large packets pass"});
    }
  }
  swallowed_ = std::move(swallowed);
  return events;
}

std::string packet_size_diagnosis(const Assessment& assessment,
                                  std::span<const std::optional<PacketSizes>> sizes,
                                  std::size_t connection) {
  const ConnectionRollup& rolled = assessment.rollup.connections[connection];
  for (std::size_t i = rolled.first; i < rolled.last && i < sizes.size(); ++i) {
    if (!sizes[i] || !sizes[i]->swallowed()) continue;
    const PrefixSnapshot& prefix = assessment.snapshot->prefixes[i];
    return to_string(*sizes[i]) + " (" +
           assessment.config().connections[prefix.connection].prefixes[prefix.prefix].label + ")";
  }
  return {};
}

}  // namespace peeringd

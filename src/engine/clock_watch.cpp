#include "engine/clock_watch.hpp"

#include <string>
#include <utility>

#include "base/duration.hpp"

namespace peeringd {
namespace {

constexpr Duration longest_reading = std::chrono::milliseconds{50};

Event step_event(Duration step) {
  const bool forward = step > Duration{};
  const Duration length = forward ? step : -step;
  const std::string text =
      length < std::chrono::seconds{10}
          ? format_duration(std::chrono::round<std::chrono::milliseconds>(length))
          : sentence_duration(length);
  Event event{EventKind::clock_stepped,
              EventLevel::warning,
              {},
              "the wall clock was set " + std::string(forward ? "forward" : "back") + " by " +
                  text + "; no measurement depends on it"};
  event.fields = {{"seconds", to_seconds(step)}};
  return event;
}

}  // namespace

std::optional<ClockReading> read_clocks(const Clock& clock) {
  const Duration suspended = clock.suspended();
  const MonotonicTime now = clock.now();
  const WallTime wall = clock.wall();
  if (clock.now() - now > longest_reading) return std::nullopt;
  const Duration difference = clock.suspended() - suspended;
  if (difference > longest_reading || -difference > longest_reading) return std::nullopt;
  return ClockReading{now, wall, suspended, kernel_clock_synchronised()};
}

std::vector<Event> ClockWatch::events_of(const ClockReading& reading) {
  std::vector<Event> events;
  const Duration offset =
      reading.wall.time_since_epoch() - reading.now.time_since_epoch() - reading.suspended;
  const Duration step = offset - offset_.value_or(offset);
  offset_ = offset;
  if (step >= smallest_step || -step >= smallest_step) events.push_back(step_event(step));

  if (reading.synchronised != false) {
    unsynchronised_since_.reset();
    if (reading.synchronised && std::exchange(reported_, false)) {
      events.push_back({EventKind::clock_synchronised,
                        EventLevel::info,
                        {},
                        "the host's clock is synchronised again"});
    }
    return events;
  }
  if (!unsynchronised_since_) unsynchronised_since_ = reading.now;
  if (!reported_ && reading.now - *unsynchronised_since_ >= grace) {
    reported_ = true;
    events.push_back({EventKind::clock_unsynchronised,
                      EventLevel::warning,
                      {},
                      "the host's clock is not synchronised: the dates of events may be wrong, and "
                      "certificates are checked against it (is an NTP client running?)"});
  }
  return events;
}

}  // namespace peeringd

#include "net/kernel_time.hpp"

#include <linux/errqueue.h>
#include <linux/net_tstamp.h>

#include <algorithm>
#include <cstring>

#include "net/socket.hpp"

namespace peeringd {
namespace {

using std::chrono::microseconds;

constexpr int base_flags =
    SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_TX_SOFTWARE;
constexpr int all_flags = base_flags | SOF_TIMESTAMPING_OPT_ID | SOF_TIMESTAMPING_OPT_TSONLY;

// Two readings of an unchanged offset differ by less than this; setting the clock changes it by
// more.
constexpr Duration offset_noise = microseconds{20};

MonotonicTime monotonic(WallTime time, Duration offset) {
  return MonotonicTime{time.time_since_epoch() - offset};
}

MonotonicTime departure_time(const Departure& departure, MonotonicTime latest) {
  if (departure.timestamp) {
    const MonotonicTime time = monotonic(*departure.timestamp, departure.offset);
    if (time >= departure.before - offset_noise && time <= latest) return time;
  }
  return departure.before;
}

MonotonicTime arrival_time(const Arrival& arrival, Duration offset_before, MonotonicTime earliest) {
  if (!arrival.timestamp) return arrival.read;
  // If the clock was set between the arrival and its reading, the timestamp fits the older offset.
  // If both fit, the later one can only make the result too long.
  std::optional<MonotonicTime> latest;
  for (const Duration offset : {arrival.offset, offset_before}) {
    const MonotonicTime time = monotonic(*arrival.timestamp, offset);
    if (time < earliest || time > arrival.read + offset_noise) continue;
    if (!latest || time > *latest) latest = time;
  }
  return latest.value_or(arrival.read);
}

}  // namespace

Duration clock_offset(const Clock& clock) {
  // A reading that was interrupted is repeated.
  Duration best_span = Duration::max();
  Duration best{};
  for (int attempt = 0; attempt < 5; ++attempt) {
    const MonotonicTime before = clock.now();
    const WallTime wall = clock.wall();
    const Duration span = clock.now() - before;
    if (span >= best_span) continue;
    best_span = span;
    best = wall.time_since_epoch() - before.time_since_epoch() - span / 2;
    if (span < microseconds{1}) break;
  }
  return best;
}

Duration round_trip(const Departure& departure, const Arrival& arrival) {
  const bool unset = std::chrono::abs(arrival.offset - departure.offset) < offset_noise;
  Arrival comparable = arrival;
  if (unset) comparable.offset = departure.offset;  // avoids the noise of two readings
  const MonotonicTime left = departure_time(departure, arrival.read + offset_noise);
  const MonotonicTime arrived = arrival_time(comparable, departure.offset, left);
  return std::max(arrived - left, Duration::zero());
}

std::optional<WallTime> timestamp_of(const msghdr& message) {
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
       header = CMSG_NXTHDR(const_cast<msghdr*>(&message), header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_TIMESTAMPING) continue;
    scm_timestamping stamps{};
    std::memcpy(&stamps, CMSG_DATA(header), sizeof stamps);
    const timespec& software = stamps.ts[0];
    if (software.tv_sec == 0 && software.tv_nsec == 0) return std::nullopt;
    return WallTime{std::chrono::seconds{software.tv_sec} +
                    std::chrono::nanoseconds{software.tv_nsec}};
  }
  return std::nullopt;
}

bool enable_timestamps(int socket) {
  return set_option(socket, SOL_SOCKET, SO_TIMESTAMPING, all_flags);
}

bool restart_timestamp_numbers(int socket) {
  return set_option(socket, SOL_SOCKET, SO_TIMESTAMPING, base_flags) && enable_timestamps(socket);
}

}  // namespace peeringd

// Decides which packets a trace sends and when it ends. Pure: the caller sends, and passes what it
// receives.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/path_trace.hpp"

namespace peeringd {

/// A trace sends packets with a rising hop limit (TTL), so that each router on the path reports one
/// of them (time exceeded). Packets without a report are repeated twice.
struct TraceLimits {
  std::uint8_t hops = 16;
  int rounds = 3;
  Duration round_time = std::chrono::milliseconds{1500};  ///< so that a trace takes 4.5 s at most
};

/// An ICMP message about a packet of the trace.
struct TraceReport {
  enum class Kind : std::uint8_t { time_exceeded, unreachable, port_unreachable };
  Kind kind{};
  IpAddress reporter;
  std::uint8_t hop_limit = 0;  ///< hop limit of the packet, 1 …
};

class TraceProgress {
 public:
  /// `source`: the kernel itself sends reports from this address.
  TraceProgress(IpAddress source, IpAddress destination, TraceLimits limits = {});

  /// The hop limits to send in the next round: those without an answer, up to the destination.
  /// Empty: the trace has ended. There are at most TraceLimits::rounds rounds.
  std::vector<std::uint8_t> next_round();

  void note(const TraceReport& report);

  /// True if there is nothing left to wait for.
  bool complete() const;

  PathTrace result(MonotonicTime now) const;

 private:
  /// The distance beyond which nothing is of interest.
  std::uint8_t last_hop() const { return end_.value_or(limits_.hops); }

  IpAddress source_;
  PathTrace trace_;
  TraceLimits limits_;
  std::vector<std::optional<IpAddress>> answers_;  // by hop limit - 1
  std::optional<std::uint8_t> end_;  // hops to the destination, or to a router that cannot reach it
  int rounds_ = 0;
};

}  // namespace peeringd

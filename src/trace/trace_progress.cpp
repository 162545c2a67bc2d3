#include "trace/trace_progress.hpp"

#include <algorithm>
#include <utility>

namespace peeringd {

TraceProgress::TraceProgress(IpAddress source, IpAddress destination, TraceLimits limits)
    : source_(std::move(source)),
      trace_{.destination = std::move(destination)},
      limits_(limits),
      answers_(limits.hops) {}

std::vector<std::uint8_t> TraceProgress::next_round() {
  std::vector<std::uint8_t> wanted;
  if (rounds_ >= limits_.rounds || complete()) return wanted;
  ++rounds_;
  for (std::uint8_t hop = 1; hop <= last_hop(); ++hop) {
    if (!answers_[hop - 1U]) wanted.push_back(hop);
  }
  return wanted;
}

void TraceProgress::note(const TraceReport& report) {
  if (report.hop_limit == 0 || report.hop_limit > limits_.hops) return;
  if (report.reporter == source_) {  // the kernel's own message: address resolution has failed
    trace_.next_hop_silent = true;
    return;
  }
  answers_[report.hop_limit - 1U] = report.reporter;
  const bool reached =
      report.kind == TraceReport::Kind::port_unreachable || report.reporter == trace_.destination;
  if (report.kind == TraceReport::Kind::time_exceeded && !reached) return;
  if (end_ && *end_ <= report.hop_limit) return;
  end_ = report.hop_limit;
  trace_.reached = reached;
  trace_.unreachable = !reached;
}

bool TraceProgress::complete() const {
  return end_ && std::all_of(answers_.begin(), answers_.begin() + *end_,
                             [](const auto& answer) { return answer.has_value(); });
}

PathTrace TraceProgress::result(MonotonicTime now) const {
  PathTrace trace = trace_;
  trace.ended_at = now;
  trace.hops.assign(answers_.begin(), answers_.begin() + last_hop());
  while (!trace.hops.empty() && !trace.hops.back()) trace.hops.pop_back();
  if (!trace.hops.empty()) trace.next_hop_silent = false;
  return trace;
}

}  // namespace peeringd

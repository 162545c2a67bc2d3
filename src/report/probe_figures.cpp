#include "report/probe_figures.hpp"

#include <algorithm>
#include <array>

namespace peeringd {
namespace {

template <typename Counts, typename Names>
void append_reasons(std::string& text, const Counts& counts, const Names& names) {
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    text += (text.empty() ? "" : ", ") + std::to_string(counts[i]) + " " + std::string(names[i]);
  }
}

}  // namespace

ProbeFigures figures_of(const TargetSnapshot& target) {
  Summary summary;
  summary.add(target.window);
  const ProbeCounters& counters = target.counters;
  ProbeFigures figures;
  figures.sent = counters.sent;
  figures.lost = counters.lost_total();
  figures.errors = counters.error_total();
  figures.min = summary.quantile(0);
  figures.median = summary.quantile(0.5);
  figures.p95 = summary.quantile(0.95);
  figures.max = summary.quantile(1);
  figures.jitter = summary.tally().jitter();
  return figures;
}

std::string reasons_text(const ProbeCounters& counters) {
  std::string text;
  append_reasons(text, counters.lost, loss_reason_names);
  append_reasons(text, std::array{counters.inconclusive}, std::array{"inconclusive"});
  std::string not_sent;
  append_reasons(not_sent, counters.errors, error_reason_names);
  if (not_sent.empty()) return text;
  return text + (text.empty() ? "" : ", ") + "not sent: " + not_sent;
}

std::optional<bool> leaves_from_prefix(const Snapshot& snapshot, const TargetSnapshot& target) {
  if (!target.observations || !target.observations->last_seen_from) return std::nullopt;
  const auto prefix = std::ranges::find_if(snapshot.prefixes, [&](const PrefixSnapshot& candidate) {
    return candidate.connection == target.target.connection &&
           candidate.prefix == target.target.prefix;
  });
  if (prefix == snapshot.prefixes.end()) return std::nullopt;
  const auto network = IpPrefix::parse(prefix->choice.network);  // also for `auto`
  if (!network) return std::nullopt;
  return network->contains(target.observations->last_seen_from->address);
}

}  // namespace peeringd

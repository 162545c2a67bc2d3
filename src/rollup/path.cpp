#include "rollup/path.hpp"

#include <algorithm>

#include "model/probe_options.hpp"
#include "model/probe_traits.hpp"
#include "rollup/observations.hpp"

namespace peeringd {
namespace {

using Targets = std::span<const TargetSnapshot>;

// The targets that the figures of the path cover: those that measure the way to the edge. An
// endpoint with `dns` probes only is measured by them.
std::vector<std::size_t> counted_among(const Config& config, Targets targets) {
  std::vector<std::size_t> edge;
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    all.push_back(i);
    if (measures_edge(config, targets[i].target)) edge.push_back(i);
  }
  return edge.empty() ? all : edge;
}

Figures pooled(Targets targets, std::span<const Figures> figures,
               std::span<const std::size_t> indexes, Summary& scratch) {
  scratch.clear();
  for (const std::size_t index : indexes) scratch.add(targets[index].window, figures[index].tally);
  return scratch.figures();
}

}  // namespace

Coverage coverage_of(const Snapshot& snapshot, const TargetSnapshot& target,
                     const Figures& figures) {
  if (traits_of(probe_of(*snapshot.config, target.target).options).follows_another) return {};
  if (target.other_family) return {};  // nothing is due
  const std::uint64_t due = target.window.due();
  const std::uint64_t measured =
      std::min(target.counters.in_flight, due) + figures.tally.finished();
  return {due, target.window.capacity(), due - std::min(due, measured)};
}

PathRollup roll_up_path(const Snapshot& snapshot, std::span<const Figures> all_figures,
                        std::size_t first, std::size_t last, Summary& scratch) {
  const Targets targets = Targets(snapshot.targets).subspan(first, last - first);
  const std::span<const Figures> figures = all_figures.subspan(first, last - first);
  PathRollup path;
  path.endpoint = targets.front().target.endpoint;
  path.first = first;
  path.last = last;
  std::vector<std::size_t> counted = counted_among(*snapshot.config, targets);
  for (const std::size_t index : counted) {
    path.coverage += coverage_of(snapshot, targets[index], figures[index]);
  }
  std::erase_if(counted, [&](std::size_t index) { return targets[index].unknown; });
  path.unknown = counted.empty();
  path.figures =
      counted.size() == 1 ? figures[counted.front()] : pooled(targets, figures, counted, scratch);
  path.pop = pop_of(snapshot, targets);
  path.certificate_ends = certificate_end_of(snapshot, targets);
  path.presents_certificate =
      std::any_of(targets.begin(), targets.end(), [&](const TargetSnapshot& target) {
        return traits_of(probe_of(*snapshot.config, target.target).options).presents_certificate();
      });
  return path;
}

}  // namespace peeringd

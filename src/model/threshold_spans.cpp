#include "model/threshold_spans.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace peeringd {
namespace {

void merge_strictest(Thresholds& thresholds, const Thresholds& others) {
  for (const auto& [signal, limits] : others) {
    Limits<double>& strictest = thresholds[signal];
    take_stricter(strictest.warning, limits.warning);
    take_stricter(strictest.critical, limits.critical);
  }
}

}  // namespace

void take_stricter(std::optional<double>& limit, const std::optional<double>& other) {
  if (other) limit = limit ? std::min(*limit, *other) : *other;
}

std::vector<ThresholdSpan> strictest_thresholds(
    const std::vector<std::vector<ThresholdSpan>>& subjects) {
  std::set<Moment> edges;
  for (const auto& spans : subjects) {
    for (const ThresholdSpan& span : spans) edges.insert({span.from, span.to});
  }
  std::vector<std::size_t> next(subjects.size());  // the first span that ends after the edge
  std::vector<ThresholdSpan> strictest;
  for (auto edge = edges.begin(); edge != edges.end() && std::next(edge) != edges.end(); ++edge) {
    ThresholdSpan span{*edge, *std::next(edge), {}};
    bool known = false;
    for (std::size_t i = 0; i < subjects.size(); ++i) {
      const auto& spans = subjects[i];
      while (next[i] < spans.size() && spans[next[i]].to <= span.from) ++next[i];
      if (next[i] == spans.size() || spans[next[i]].from > span.from) continue;
      known = true;
      merge_strictest(span.thresholds, spans[next[i]].thresholds);
    }
    if (!known) continue;
    if (!strictest.empty() && strictest.back().to == span.from &&
        strictest.back().thresholds == span.thresholds) {
      strictest.back().to = span.to;
    } else {
      strictest.push_back(std::move(span));
    }
  }
  return strictest;
}

}  // namespace peeringd

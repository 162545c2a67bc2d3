#include "history/spans.hpp"

#include <algorithm>

namespace peeringd {

Spans united(std::vector<HistorySpan> spans) {
  std::sort(spans.begin(), spans.end(),
            [](const HistorySpan& a, const HistorySpan& b) { return a.from < b.from; });
  Spans set;
  for (const HistorySpan& span : spans) {
    if (span.from >= span.to) continue;
    if (!set.empty() && span.from <= set.back().to) {
      set.back().to = std::max(set.back().to, span.to);
    } else {
      set.push_back(span);
    }
  }
  return set;
}

Spans common(const Spans& a, const Spans& b) {
  Spans both;
  auto left = a.begin();
  auto right = b.begin();
  while (left != a.end() && right != b.end()) {
    const HistorySpan part{std::max(left->from, right->from), std::min(left->to, right->to)};
    if (part.from < part.to) both.push_back(part);
    left->to < right->to ? ++left : ++right;
  }
  return both;
}

Spans without(const Spans& a, const Spans& b) {
  Spans rest;
  auto hole = b.begin();
  for (HistorySpan span : a) {
    while (hole != b.end() && hole->to <= span.from) ++hole;
    for (auto each = hole; each != b.end() && each->from < span.to; ++each) {
      if (span.from < each->from) rest.push_back({span.from, each->from});
      span.from = std::max(span.from, each->to);
    }
    if (span.from < span.to) rest.push_back(span);
  }
  return rest;
}

Spans in_whole_minutes(const Spans& spans) {
  using std::chrono::minutes;
  std::vector<HistorySpan> whole;
  for (const HistorySpan& span : spans) {
    whole.push_back({std::chrono::floor<minutes>(span.from), std::chrono::ceil<minutes>(span.to)});
  }
  return united(std::move(whole));
}

Spans within(const Spans& spans, Moment from, Moment to) {
  return from < to ? common(spans, {{from, to}}) : Spans{};
}

std::chrono::seconds length_of(const Spans& spans) {
  std::chrono::seconds sum{};
  for (const HistorySpan& span : spans) sum += span.to - span.from;
  return sum;
}

}  // namespace peeringd

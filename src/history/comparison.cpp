#include "history/comparison.hpp"

#include <iterator>
#include <set>

#include "history/spans.hpp"

namespace peeringd {
namespace {

template <typename Matches>
std::vector<HistorySpan> spans_of_points(const HistoryView& view, const Matches& matches) {
  std::vector<HistorySpan> spans;
  for (std::size_t i = 0; i < view.points.size(); ++i) {
    if (!matches(view.points[i])) continue;
    const Moment start = view.grid.from + view.grid.step * static_cast<std::int64_t>(i);
    spans.push_back({start, start + view.grid.step});
  }
  return spans;
}

Spans bad_minutes_of(const ComparedMember& member) {
  const HistoryView& view = member.view;
  std::vector<HistorySpan> exceeded;
  for (const ResultSpan& span : view.results) {
    const bool bad = span.result == TestResult::warning || span.result == TestResult::fail;
    if (bad) exceeded.push_back({span.from, span.to});
  }
  // A result says nothing about the time in which the daemon did not run.
  std::vector<HistorySpan> bad = common(united(std::move(exceeded)), united(view.recorded));
  const auto lost = spans_of_points(view, [](const PeriodRecord& point) {
    return point.received == 0 && point.lost_total() > 0;
  });
  bad.insert(bad.end(), lost.begin(), lost.end());
  bad.insert(bad.end(), member.down.begin(), member.down.end());
  return within(in_whole_minutes(bad), view.grid.from, view.grid.to);
}

Spans answered_minutes_of(const HistoryView& view) {
  return united(
      spans_of_points(view, [](const PeriodRecord& point) { return point.received > 0; }));
}

}  // namespace

std::vector<ResultSpan> combined_results(const std::vector<std::vector<ResultSpan>>& prefixes,
                                         Moment to) {
  std::set<Moment> changes;
  for (const auto& spans : prefixes) {
    for (const ResultSpan& span : spans) {
      changes.insert(span.from);
      if (span.to < to) changes.insert(span.to);
    }
  }
  std::vector<std::size_t> next(prefixes.size());  // the first span that has not ended
  std::vector<ResultSpan> result;
  for (auto change = changes.begin(); change != changes.end(); ++change) {
    const Moment time = *change;
    bool known = false;
    std::vector<Member> members(prefixes.size());
    for (std::size_t p = 0; p < prefixes.size(); ++p) {
      const auto& spans = prefixes[p];
      while (next[p] < spans.size() && spans[next[p]].to <= time) ++next[p];
      if (next[p] < spans.size() && spans[next[p]].from <= time) {
        members[p].result = spans[next[p]].result;
        known = true;
      }
    }
    const auto after = std::next(change);
    const Moment end = after == changes.end() ? to : *after;
    if (known) result.push_back({time, end, result_of_connection(members), {}});
  }
  return result;
}

void find_bad_minutes(ComparisonView& comparison) {
  std::vector<Spans> good;
  Spans all_bad;
  if (!comparison.members.empty()) all_bad = {{comparison.grid.from, comparison.grid.to}};
  for (ComparedMember& member : comparison.members) {
    member.bad = bad_minutes_of(member);
    good.push_back(without(answered_minutes_of(member.view), member.bad));
    all_bad = common(all_bad, member.bad);
  }
  comparison.all_bad = std::move(all_bad);
  for (std::size_t m = 0; m < comparison.members.size(); ++m) {
    std::vector<HistorySpan> others;
    for (std::size_t other = 0; other < good.size(); ++other) {
      if (other != m) others.insert(others.end(), good[other].begin(), good[other].end());
    }
    ComparedMember& member = comparison.members[m];
    member.helped = common(member.bad, united(std::move(others)));
  }
}

}  // namespace peeringd

#include "history/spans.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

HistorySpan span(int from, int to) {
  return {Moment{std::chrono::seconds{from}}, Moment{std::chrono::seconds{to}}};
}

// As numbers, for messages.
std::vector<std::pair<std::int64_t, std::int64_t>> numbers(const Spans& spans) {
  std::vector<std::pair<std::int64_t, std::int64_t>> found;
  for (const HistorySpan& each : spans) {
    found.emplace_back(each.from.time_since_epoch().count(), each.to.time_since_epoch().count());
  }
  return found;
}

using Numbers = std::vector<std::pair<std::int64_t, std::int64_t>>;

TEST(Spans, UniteIfTheyOverlapOrTouch) {
  EXPECT_EQ(numbers(united({span(50, 60), span(0, 10), span(10, 20), span(15, 18), span(30, 30)})),
            (Numbers{{0, 20}, {50, 60}}));
}

TEST(Spans, Intersect) {
  const Spans a{span(0, 10), span(20, 30), span(40, 50)};
  EXPECT_EQ(numbers(common(a, {span(5, 25), span(28, 45)})),
            (Numbers{{5, 10}, {20, 25}, {28, 30}, {40, 45}}));
  EXPECT_TRUE(common(a, {}).empty());
  EXPECT_TRUE(common(a, {span(10, 20)}).empty()) << "the end of a span is exclusive";
}

TEST(Spans, Subtract) {
  EXPECT_EQ(numbers(without({span(0, 10), span(20, 30)}, {span(2, 3), span(5, 22), span(29, 40)})),
            (Numbers{{0, 2}, {3, 5}, {22, 29}}));
  EXPECT_EQ(numbers(without({span(0, 10)}, {})), (Numbers{{0, 10}}));
  EXPECT_TRUE(without({span(3, 4)}, {span(0, 10)}).empty());
}

TEST(Spans, ExtendToWholeMinutes) {
  EXPECT_EQ(numbers(in_whole_minutes({span(59, 60), span(61, 62), span(600, 660)})),
            (Numbers{{0, 120}, {600, 660}}));
}

TEST(Spans, SumTheirLengths) {
  EXPECT_EQ(length_of({span(0, 10), span(20, 25)}), 15s);
  EXPECT_EQ(numbers(within({span(0, 10), span(20, 25)}, span(5, 0).from, span(22, 0).from)),
            (Numbers{{5, 10}, {20, 22}}));
  EXPECT_TRUE(within({span(0, 10)}, span(8, 0).from, span(3, 0).from).empty());
}

}  // namespace
}  // namespace peeringd

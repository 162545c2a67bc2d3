// An exposition of many targets, rendered in pieces.
#include <gmock/gmock.h>

#include <map>

#include "example_snapshot.hpp"
#include "exposition_lines.hpp"
#include "metrics/exposition.hpp"
#include "support/test_assessment.hpp"

namespace peeringd {
namespace {

using testing::AnyOf;
using testing::SizeIs;
using testing::StartsWith;

constexpr std::size_t many = 500;

// Target i has counter i, so that all series differ.
Snapshot of_many_targets() {
  Snapshot snapshot = test::example_snapshot();
  const TargetSnapshot like = snapshot.targets.front();
  snapshot.targets.clear();
  for (std::size_t i = 0; i < many; ++i) {
    snapshot.targets.push_back(like);
    snapshot.targets.back().counters.late = i;
  }
  return snapshot;
}

std::vector<std::string> pieces_of(const Snapshot& snapshot) {
  Exposition exposition(test::assessment_of(snapshot), test::example_facts());
  std::vector<std::string> pieces;
  for (std::string piece = exposition.next_piece(); !piece.empty();
       piece = exposition.next_piece()) {
    pieces.push_back(std::move(piece));
  }
  EXPECT_EQ(exposition.next_piece(), "") << "nothing may follow the last piece";
  return pieces;
}

TEST(ExpositionPieces, HaveWholeLinesAndALimitedSize) {
  const auto pieces = pieces_of(of_many_targets());
  EXPECT_GT(pieces.size(), 5U);
  for (const std::string& piece : pieces) {
    EXPECT_THAT(piece, AnyOf(StartsWith("peering"), StartsWith("process_"), StartsWith("# ")));
    EXPECT_EQ(piece.back(), '\n');
    EXPECT_LT(piece.size(), std::size_t{1} << 20);
  }
}

TEST(ExpositionPieces, HaveHelpAndTypeOnceForEachMetric) {
  std::map<std::string, int> heads;
  for (const std::string& line : test::render(of_many_targets())) {
    if (line.starts_with("# ")) ++heads[line.substr(0, line.find(' ', 7))];
  }
  EXPECT_EQ(heads["# HELP peering_probes_late_total"], 1);
  EXPECT_EQ(heads["# TYPE peering_probes_late_total"], 1);
  for (const auto& [head, count] : heads) EXPECT_EQ(count, 1) << head;
}

TEST(ExpositionPieces, HaveEachSeriesOnceAndInOrder) {
  const auto series = test::samples_of(of_many_targets(), "peering_probes_late_total");
  ASSERT_THAT(series, SizeIs(many));
  for (std::size_t i = 0; i < many; ++i) {
    EXPECT_EQ(test::value_of(series[i]), static_cast<double>(i));
  }
}

TEST(ExpositionPieces, KeepTheSeriesOfAMetricTogether) {
  std::vector<std::string> names;
  for (const std::string& line : test::render(of_many_targets())) {
    if (line.starts_with("# HELP ")) names.push_back(test::name_in(line));
    if (line.starts_with('#')) continue;
    EXPECT_THAT(test::name_in(line), StartsWith(names.back()));
  }
}

}  // namespace
}  // namespace peeringd

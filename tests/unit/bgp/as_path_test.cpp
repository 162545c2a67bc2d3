#include "bgp/as_path.hpp"

#include <gmock/gmock.h>

#include "message_builder.hpp"

namespace peeringd {
namespace {

using testing::ElementsAre;

std::optional<AsPath> path_of(const std::string& hex, std::size_t bytes_per_as = 4) {
  const auto segments = read_as_segments(from_hex(hex), bytes_per_as);
  return segments ? std::optional(to_as_path(*segments)) : std::nullopt;
}

TEST(AsPath, ReadsNumbersOfTwoOrFourBytes) {
  EXPECT_THAT(path_of("02 02 0000fbf5 0000fbf0")->sequence, ElementsAre(64501, 64496));
  EXPECT_THAT(path_of("02 02 fbf5 fbf0", 2)->sequence, ElementsAre(64501, 64496));
}

TEST(AsPath, OmitsConfederationSegments) {
  EXPECT_THAT(path_of("03 01 0000fde8 02 01 0000fbf5 04 01 0000fde9")->sequence,
              ElementsAre(64501));
}

TEST(AsPath, RejectsEmptyAndUnknownSegmentsAndAsZero) {
  EXPECT_FALSE(path_of("02 00"));
  EXPECT_FALSE(path_of("05 01 0000fbf5"));
  EXPECT_FALSE(path_of("00 01 0000fbf5"));
  EXPECT_FALSE(path_of("02 02 0000fbf5"));
  EXPECT_FALSE(path_of("02 01 00000000"));
  EXPECT_FALSE(path_of("02"));
}

TEST(AsPath, EndsWithTheOriginUnlessItEndsInASet) {
  EXPECT_EQ(origin_of(*path_of("02 02 0000fbf5 0000fbf0"), 1), 64496U);
  EXPECT_EQ(origin_of(*path_of("02 01 0000fbf5 01 02 0000fbf0 0000fc9a"), 1), std::nullopt);
  EXPECT_EQ(origin_of(*path_of("01 01 0000fbf5 02 01 0000fbf0"), 1), 64496U);
  EXPECT_EQ(origin_of(*path_of(""), 64500), 64500U) << "the origin must be the AS of the peer";
  EXPECT_EQ(origin_of(*path_of(""), 0), std::nullopt);
}

TEST(AsPath, ReturnsTheMembersOfItsLastSetOnly) {
  const auto path = path_of("01 02 00000064 000000c8 02 01 0000fbf5 01 01 0000fbf0");
  EXPECT_THAT(path->set, ElementsAre(64496));
  EXPECT_THAT(path->sequence, ElementsAre(64501));
  EXPECT_TRUE(path->ends_in_set);
}

AsSegments sequence(std::vector<AsNumber> numbers) {
  return {{false, std::move(numbers)}};
}

TEST(As4Path, ReplacesTheEndOfATwoBytePath) {
  const auto merged = merge_as4_path(sequence({64501, 23456, 23456}), sequence({70000, 70001}));
  EXPECT_THAT(to_as_path(merged).sequence, ElementsAre(64501, 70000, 70001));
}

TEST(As4Path, IsIgnoredIfLongerThanThePath) {
  const auto merged = merge_as4_path(sequence({23456}), sequence({70000, 70001}));
  EXPECT_THAT(to_as_path(merged).sequence, ElementsAre(23456));
}

TEST(As4Path, CountsASetAsOneNumber) {
  const AsSegments path{{false, {64501}}, {true, {23456, 64510}}};
  const auto merged = to_as_path(merge_as4_path(path, {{true, {70000, 64510}}}));
  EXPECT_THAT(merged.sequence, ElementsAre(64501));
  EXPECT_THAT(merged.set, ElementsAre(70000, 64510));
}

}  // namespace
}  // namespace peeringd

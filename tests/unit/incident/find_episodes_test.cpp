#include "incident/find_episodes.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "unit/incident/simulated_latency.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::blocks_of;
using test::daily;
using test::evening;
using test::flat;
using test::hours_of;
using test::Level;
using test::midnight;

struct EpisodeCase {
  const char* name;
  Level usual;
  Level level;  // of the last day
  std::vector<FoundEpisode> expected;
};

class FindEpisodesTest : public testing::TestWithParam<EpisodeCase> {};

TEST_P(FindEpisodesTest, FindsTheEpisodes) {
  constexpr int before = 72;
  const auto hours = hours_of(before, GetParam().usual);
  const auto blocks = blocks_of(before + 24, GetParam().level);
  EXPECT_EQ(find_episodes(midnight, blocks, hours, midnight + 1h * before), GetParam().expected);
}

// Slow for 20 minutes, and again after 30; in between at the last level.
Level two_bursts(double first, double second, double between) {
  return [=](double hour) {
    const double minute = (hour - 80) * 60 + 0.5;
    if (minute < 0 || minute >= 70) return 10.0;
    return minute < 20 ? first : minute < 50 ? between : second;
  };
}
// Twice as much from 18:00 to 22:00.
double busy(double hour) {
  return std::fmod(hour, 24) >= 18 && std::fmod(hour, 24) < 22 ? 20 : 10;
}
double twice_for_an_hour(double hour) {
  return hour >= 80 && hour < 81 ? 20 : 10;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, FindEpisodesTest,
    testing::Values(
        EpisodeCase{"as_usual", flat, flat, {}}, EpisodeCase{"daily_variation", daily, daily, {}},
        EpisodeCase{"each_evening", evening, evening, {}},
        EpisodeCase{"an_hour", flat, twice_for_an_hour, {{midnight + 80h, midnight + 81h}}},
        EpisodeCase{"ten_minutes",
                    flat,
                    [](double hour) { return hour >= 80 && hour < 80.16 ? 20.0 : 10.0; },
                    {}},
        EpisodeCase{"a_third_more",
                    flat,
                    [](double hour) { return hour >= 80 && hour < 84 ? 13.5 : 10.0; },
                    {}},
        EpisodeCase{"two_bursts",
                    flat,
                    two_bursts(40, 40, 10),
                    {{midnight + 80h, midnight + 80h + 20min},
                     {midnight + 80h + 50min, midnight + 81h + 10min}}},
        EpisodeCase{"a_lower_second_burst",
                    flat,
                    two_bursts(60, 20, 15),
                    {{midnight + 80h, midnight + 80h + 20min},
                     {midnight + 80h + 50min, midnight + 81h + 10min}}},
        EpisodeCase{"it_falls_just_below_the_limit",
                    flat,
                    two_bursts(17.5, 17.5, 15),
                    {{midnight + 80h, midnight + 81h + 10min}}},
        EpisodeCase{"a_busy_evening_goes_on",
                    busy,
                    [](double hour) { return hour >= 90 ? 20.0 : 10.0; },
                    {{midnight + 95h, {}, false}}},
        EpisodeCase{"it_goes_on",
                    flat,
                    [](double hour) { return hour >= 94 ? 20.0 : 10.0; },
                    {{midnight + 94h, {}}}}),
    [](const auto& each) { return each.param.name; });

// Twice the usual latency from the fourth hour on; without the blocks for which `missing` holds.
std::vector<FoundEpisode> episodes_without(const std::function<bool(std::size_t)>& missing) {
  constexpr int before = 72;
  auto blocks = blocks_of(before + 24, [](double hour) {
    return hour >= before + 4 && hour < before + 8 ? 20.0 : 10.0;
  });
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (missing(i)) blocks[i].reset();
  }
  return find_episodes(midnight, blocks, hours_of(before, flat), midnight + 1h * before);
}

TEST(FindEpisodes, IsOneEpisodeWhereMostBlocksWereNotMeasured) {
  const auto found = episodes_without([](std::size_t block) { return block % 3 != 0; });
  EXPECT_EQ(found, (std::vector<FoundEpisode>{{midnight + 76h, midnight + 79h + 40min}}));
}

TEST(FindEpisodes, EndsWithAnHourThatWasNotMeasured) {
  const auto found =
      episodes_without([](std::size_t block) { return block >= 77 * 6 && block < 78 * 6; });
  EXPECT_EQ(found, (std::vector<FoundEpisode>{{midnight + 76h, midnight + 77h},
                                              {midnight + 78h, midnight + 80h, false}}));
}

TEST(FindEpisodes, FindsNothingWithoutABaseline) {
  const auto blocks = blocks_of(4, [](double hour) { return hour < 2 ? 10.0 : 30.0; });
  EXPECT_TRUE(find_episodes(midnight, blocks, hours_of(2, flat), midnight).empty());
}

}  // namespace
}  // namespace peeringd

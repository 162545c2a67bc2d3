#include "model/sample_window.hpp"

#include <gmock/gmock.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Duration lost{-1};

std::vector<Duration> samples_of(const SampleWindow& window) {
  std::vector<Duration> samples;
  window.visit([&](Duration rtt) { samples.push_back(rtt); }, [&] { samples.push_back(lost); });
  return samples;
}

TEST(SampleWindow, IsEmptyUntilSomethingWasMeasured) {
  SampleWindow window(4);
  EXPECT_THAT(samples_of(window), IsEmpty());
  window.advance(1'000'000);
  EXPECT_THAT(samples_of(window), IsEmpty());
}

TEST(SampleWindow, ReturnsItsSamplesOldestFirst) {
  SampleWindow window(4);
  window.answer(102, 3ms);
  window.answer(100, 1ms);  // answered out of order
  window.lose(101);
  EXPECT_THAT(samples_of(window), ElementsAre(1ms, lost, 3ms));
}

TEST(SampleWindow, DropsTheOldestSampleForANewOne) {
  SampleWindow window(3);
  for (std::uint64_t number = 10; number < 15; ++number) {
    window.answer(number, std::chrono::milliseconds{number});
  }
  EXPECT_THAT(samples_of(window), ElementsAre(12ms, 13ms, 14ms));
}

TEST(SampleWindow, DropsOldSamplesWithoutNewProbes) {
  SampleWindow window(3);
  window.answer(10, 1ms);
  window.answer(11, 2ms);
  window.advance(13);
  EXPECT_THAT(samples_of(window), ElementsAre(2ms));
  window.advance(14);
  EXPECT_THAT(samples_of(window), IsEmpty());
}

TEST(SampleWindow, IgnoresASampleThatIsTooOld) {
  SampleWindow window(3);
  window.advance(100);
  window.answer(97, 1ms);
  window.lose(50);
  EXPECT_THAT(samples_of(window), IsEmpty());
}

TEST(SampleWindow, ReplacesALossOnlyByAnEntryForTheSameProbe) {
  SampleWindow window(3);
  window.lose(5);
  window.answer(6, 1ms);
  EXPECT_THAT(samples_of(window), ElementsAre(lost, 1ms));
}

TEST(SampleWindow, HasAResolutionOfATenthOfAMicrosecond) {
  SampleWindow window(2);
  window.answer(1, 10'000'149ns);
  window.answer(2, 24h);  // far beyond any timeout: as long as it can say
  EXPECT_THAT(samples_of(window), ElementsAre(10'000'100ns, 429'496'729'300ns));
}

TEST(SampleWindow, KeepsTheLatestSamplesWhenShortened) {
  SampleWindow window(4);
  for (std::uint64_t number = 10; number < 14; ++number) {
    window.answer(number, std::chrono::milliseconds{number});
  }
  window.resize(3);
  EXPECT_THAT(samples_of(window), ElementsAre(11ms, 12ms, 13ms));
  window.answer(14, 14ms);
  EXPECT_THAT(samples_of(window), ElementsAre(12ms, 13ms, 14ms));
}

TEST(SampleWindow, KeepsAllSamplesWhenExtended) {
  SampleWindow window(3);
  for (std::uint64_t number = 10; number < 14; ++number) {
    window.answer(number, std::chrono::milliseconds{number});
  }
  EXPECT_EQ(window.due(), 3U);
  window.resize(7);
  EXPECT_EQ(window.due(), 3U) << "samples that left the window must not count as missing";
  EXPECT_THAT(samples_of(window), ElementsAre(11ms, 12ms, 13ms));
  window.lose(15);
  EXPECT_THAT(samples_of(window), ElementsAre(11ms, 12ms, 13ms, lost));
  EXPECT_EQ(window.capacity(), 7U);
}

TEST(SampleWindow, LeavesItsCopiesUnchanged) {
  SampleWindow window(3);
  window.answer(10, 1ms);
  const SampleWindow copy = window;
  EXPECT_TRUE(window.is_shared());
  window.answer(11, 2ms);
  EXPECT_FALSE(window.is_shared());
  EXPECT_THAT(samples_of(copy), ElementsAre(1ms));
  EXPECT_THAT(samples_of(window), ElementsAre(1ms, 2ms));
}

TEST(SampleWindow, IsNoLongerSharedOnceItsCopiesAreGone) {
  SampleWindow window(3);
  {
    SampleWindow copy = window;
    const SampleWindow moved = std::move(copy);
    EXPECT_TRUE(window.is_shared());
  }
  EXPECT_FALSE(window.is_shared());
  SampleWindow other = window;
  other = SampleWindow(0);
  EXPECT_FALSE(window.is_shared());
}

TEST(SampleWindow, HasNoSamplesWithoutCapacity) {
  const SampleWindow window(0);
  EXPECT_THAT(samples_of(window), IsEmpty());
  EXPECT_EQ(window.newest_answered(), std::nullopt);
  EXPECT_EQ(window.due(), 0U);
}

}  // namespace
}  // namespace peeringd

// A line whose address comes and goes: PPPoE or DHCP that dials again and again, or a flapping
// carrier.
#include <gtest/gtest.h>

#include <utility>

#include "unit/reachability/timed_probes.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;

class FlappingLine : public TimedProbes {
 public:
  explicit FlappingLine(Duration interval = 10s)
      : TimedProbes(std::vector(5, std::vector{tcp_probe(443, interval)})) {}

  // Passes seconds in which the source is `absent`, then `present`, and so on. Returns how many
  // passed until the connection was not up, and how many it was not up from then on.
  std::pair<int, int> flap(int count, int present, int absent) {
    int first = count;
    int not_up = 0;
    for (int i = 0; i < count; ++i) {
      have_source(i % (present + absent) >= absent);
      second();
      if (is_up()) continue;
      first = std::min(first, i);
      ++not_up;
    }
    return {first, not_up};
  }
};

TEST(InterruptedSource, IsAnOutageIfNothingAnswersInBetween) {
  for (const auto& [present, absent] : {std::pair{25, 10}, std::pair{20, 5}, std::pair{10, 10},
                                        std::pair{12, 12}, std::pair{5, 5}, std::pair{6, 14}}) {
    FlappingLine line;
    line.seconds(121);
    line.kill_all();
    const MonotonicTime last_answer = line.snapshot.taken_at;
    const auto [first, not_up] = line.flap(1200, present, absent);
    EXPECT_LE(first, 45) << present << " s of " << present + absent;
    EXPECT_EQ(first + not_up, 1200) << "it does not come up in between";
    EXPECT_LE(line.report.connections.at(0).since, last_answer);
    EXPECT_GE(line.report.connections.at(0).since, last_answer - 10s);
  }
}

TEST(InterruptedSource, IsAnOutageAfterHalfAMinuteIfProbedEachSecond) {
  FlappingLine line(1s);
  line.seconds(30);
  line.kill_all();
  EXPECT_EQ(line.flap(300, 10, 10).first, 29);
}

TEST(InterruptedSource, IsAnOutageThatStartsBeforeTheDaemon) {
  FlappingLine line;
  line.kill_all();
  line.seconds(8);
  line.flap(100, 10, 10);
  EXPECT_EQ(line.report.connections.at(0).up, false);
}

TEST(InterruptedSource, SetsItsLossesApart) {
  FlappingLine line;
  line.seconds(121);
  line.kill_all();
  line.flap(200, 10, 10);
  ASSERT_FALSE(line.is_up());
  for (std::size_t t = 0; t < 5; ++t) {
    EXPECT_EQ(line.report.paths.at(t).outage_losses,
              line.snapshot.targets[t].counters.lost_total());
  }
}

TEST(InterruptedSource, IsNoOutageWhileProbesAreAnsweredInBetween) {
  for (const auto& [present, absent] : {std::pair{25, 10}, std::pair{6, 14}, std::pair{5, 5}}) {
    FlappingLine line;
    line.seconds(121);
    EXPECT_EQ(line.flap(1200, present, absent).second, 0)
        << present << " s of " << present + absent;
  }
}

TEST(InterruptedSource, IsNoOutageIfTheLineAnswersSoonAfterwards) {
  FlappingLine line;
  line.seconds(121);
  line.kill_all();
  line.flap(14, 0, 14);  // an address that is renewed
  line.have_source(true);
  line.seconds(20);  // the line needs a while
  line.dead.assign(line.dead.size(), false);
  EXPECT_EQ(line.seconds_until_down(100), 100);
}

TEST(InterruptedSource, EndsWithThreeAnswers) {
  FlappingLine line;
  line.seconds(121);
  line.kill_all();
  line.flap(100, 10, 10);
  ASSERT_FALSE(line.is_up());
  line.have_source(true);
  line.dead.assign(line.dead.size(), false);
  line.seconds(10);
  EXPECT_TRUE(line.is_up());
  EXPECT_EQ(line.seconds_until_down(100), 100);
}

// The source is lost for a moment while one endpoint is dead, and the others are probed seldom.
TEST(InterruptedSource, IsNoOutageIfOthersAnswerThatAreProbedSeldom) {
  for (const Duration seldom : {60s, 120s}) {
    for (int later = 0; later < 120; later += 5) {
      TimedProbes probing({{tcp_probe(443)}, {tcp_probe(443, seldom)}});
      probing.seconds(235);
      probing.dead[0] = true;
      probing.seconds(500 + later);
      ASSERT_TRUE(probing.is_up());
      probing.have_source(false);
      probing.seconds(5);
      probing.have_source(true);
      EXPECT_EQ(probing.seconds_until_down(120), 120) << later << " s later";
    }
  }
}

// A standby host that takes over again loses a few probes before the first one is answered.
TEST(InterruptedSource, IsNoOutageAfterALongTimeWithoutTheSource) {
  FlappingLine line;
  auto config = std::make_shared<Config>(*line.snapshot.config);
  config->connections[0].standby = true;
  line.snapshot.config = std::move(config);
  line.seconds(121);
  line.have_source(false);
  line.seconds(3600);
  ASSERT_EQ(line.report.connections.at(0).up, std::nullopt);
  line.kill_all();
  line.have_source(true);
  line.seconds(14);
  EXPECT_EQ(line.report.connections.at(0).up, std::nullopt);
  line.dead.assign(line.dead.size(), false);
  line.seconds(10);
  EXPECT_TRUE(line.is_up());
}

// A busy host measures nearly nothing; the source is lost for a moment.
TEST(InterruptedSource, IsNoOutageIfMoreProbesAreInconclusiveThanLost) {
  ReachMonitorHarness reaching;
  reaching.pass(5);
  const auto choice = reaching.snapshot.prefixes[2].choice;
  reaching.pass(2, {4, 5});
  reaching.lose_source(2);
  reaching.assess();
  reaching.snapshot.prefixes[2].choice = choice;
  for (int second = 0; second < 50; ++second) {
    for (const std::size_t t : {4, 5}) ++reaching.snapshot.targets[t].counters.inconclusive;
    ASSERT_EQ(reaching.assess().prefixes.at(2).reach, Reach::up) << "after " << second << " s";
  }
}

}  // namespace
}  // namespace peeringd

#include "reachability/rejection.hpp"

#include <gtest/gtest.h>

#include "unit/reachability/times.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::start;

// A target that is probed each `interval` up to `until`: received before `ends`, rejected after it.
class Probed {
 public:
  Probed(Duration interval, Duration ends, Duration until, LossReason reason = LossReason::refused)
      : interval_(interval) {
    for (Duration time{}; time <= until; time += interval) {
      if (time < ends) {
        ++counts_.received;
      } else {
        ++counts_.rejected[index_of(reason)];
      }
      ++counts_.answers;
      note(start + time);
    }
  }

  void lose_source() { rejections_.restart(); }

  void reject(Duration time) {
    ++counts_.rejected[index_of(LossReason::refused)];
    ++counts_.answers;
    note(start + time);
  }

  void receive(Duration time) {
    ++counts_.received;
    ++counts_.answers;
    note(start + time);
  }

  WatchedTarget watched() const { return {&silence_, interval_, &rejections_}; }

 private:
  void note(MonotonicTime now) {
    rejections_.note(silence_.counts(), counts_, now);
    silence_.note(counts_, now);
  }

  Duration interval_;
  AnswerCounts counts_;
  TargetSilence silence_;
  RejectionRun rejections_;
};

TEST(Rejection, TakesFifteenSecondsOfATargetProbedEachSecond) {
  const Probed target(1s, 10s, 30s);  // the last received probe is that of 9 s
  EXPECT_EQ(rejection_of({target.watched()}, start + 23s), "");
  EXPECT_EQ(rejection_of({target.watched()}, start + 24s), "refused");
}

TEST(Rejection, StartsAtTheFirstProbeOfANeverAnsweredTarget) {
  const Probed target(1s, 0s, 30s);
  EXPECT_EQ(rejection_of({target.watched()}, start + 14s), "");
  EXPECT_EQ(rejection_of({target.watched()}, start + 15s), "refused");
}

TEST(Rejection, RestartsWhenASourceReturns) {
  Probed target(1s, 10s, 9s);
  target.lose_source();  // for ten minutes
  for (const Duration time : {610s, 611s, 612s}) target.reject(time);
  EXPECT_EQ(rejection_of({target.watched()}, start + 612s), "");
  EXPECT_EQ(rejection_of({target.watched()}, start + 625s), "refused");
}

TEST(Rejection, ListsAllReasons) {
  const Probed tcp(1s, 0s, 30s);
  const Probed https(1s, 0s, 30s, LossReason::tls);
  EXPECT_EQ(rejection_of({tcp.watched(), https.watched()}, start + 30s), "refused, tls");
}

TEST(Rejection, IsAbsentWhileAnyTargetIsReceived) {
  const Probed rejected(1s, 0s, 60s);
  const Probed received(1s, 1h, 60s);
  EXPECT_EQ(rejection_of({rejected.watched(), received.watched()}, start + 60s), "");
}

TEST(Rejection, WaitsForASlowTargetThatWasNotProbedSince) {
  const Probed quick(1s, 5s, 40s);
  const Probed slow(30s, 31s, 40s);  // received at 30 s
  EXPECT_EQ(rejection_of({quick.watched(), slow.watched()}, start + 59s), "");
}

TEST(Rejection, EndsWithAnyReceivedProbe) {
  Probed target(1s, 0s, 30s);
  target.receive(31s);
  EXPECT_EQ(rejection_of({target.watched()}, start + 60s), "");
}

TEST(Rejection, IsAbsentWithoutAnyRejection) {
  EXPECT_EQ(rejection_of({}, start), "");
  const Probed fresh(1s, 0s, 1s);
  EXPECT_EQ(rejection_of({fresh.watched()}, start + 60s), "");  // two are too few
}

TEST(RejectionRun, RestartsIfCountersDecrease) {
  RejectionRun run;
  AnswerCounts counts{.received = 5};
  counts.rejected[index_of(LossReason::reset)] = 5;
  run.note({}, counts, start);
  run.note(counts, AnswerCounts{.received = 1}, start + 1s);
  EXPECT_EQ(run.new_received(), 1U);
  EXPECT_EQ(run.unreceived(), 0U);
}

}  // namespace
}  // namespace peeringd

#include "resolve/name_record.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

MonotonicTime at(Duration since_start) {
  return MonotonicTime{} + 1000h + since_start;
}

ResolvedAddresses answer(std::initializer_list<const char*> texts, Duration ttl = 60s) {
  ResolvedAddresses result;
  result.ttl = ttl;
  for (const char* text : texts) {
    result.addresses.push_back(boost::asio::ip::make_address(text));
  }
  return result;
}

std::string in_use(const NameRecord& record, MonotonicTime now) {
  const auto address = usable_address(record, now);
  return address ? address->to_string() : "none";
}

TEST(NameRecord, IsDueImmediatelyWithoutAnAnswer) {
  const NameRecord record;
  EXPECT_LE(record.next_lookup, at(0s));
  EXPECT_EQ(in_use(record, at(0s)), "none");
}

TEST(NameRecord, IsDueAgainAfterTheTtlWithinBounds) {
  struct Row {
    Duration ttl;
    Duration next;
  };
  for (const Row& row : {Row{0s, 30s}, Row{29s, 30s}, Row{31s, 31s}, Row{300s, 300s}, Row{1h, 1h},
                         Row{2h, 1h}, Row{Duration::max(), 1h}, Row{-1s, 30s}}) {
    const auto record = on_answer({}, answer({"192.0.2.1"}, row.ttl), at(0s));
    EXPECT_EQ(record.next_lookup, at(row.next)) << row.ttl.count();
  }
}

TEST(NameRecord, KeepsItsAddressWhileItIsAmongTheAnswers) {
  auto record = on_answer({}, answer({"192.0.2.1", "192.0.2.2"}), at(0s));
  EXPECT_EQ(in_use(record, at(0s)), "192.0.2.1");
  record = on_answer(record, answer({"192.0.2.3", "192.0.2.1"}), at(60s));
  EXPECT_EQ(in_use(record, at(60s)), "192.0.2.1");
  record = on_answer(record, answer({"192.0.2.3", "192.0.2.2"}), at(120s));
  EXPECT_EQ(in_use(record, at(120s)), "192.0.2.3");
}

// Each step is a lookup at the time that the previous step returned.
TEST(NameRecord, BacksOffWhileLookupsFailAndRecovers) {
  struct Step {
    bool answered;
    Duration now;
    Duration next;
    int failures;
  };
  NameRecord record;
  for (const Step& step : {
           Step{false, 0s, 5s, 1},
           Step{false, 5s, 15s, 2},
           Step{false, 15s, 35s, 3},
           Step{false, 35s, 75s, 4},
           Step{false, 75s, 135s, 5},
           Step{false, 135s, 195s, 6},
           Step{true, 195s, 255s, 0},
           Step{false, 255s, 260s, 1},
       }) {
    record = step.answered ? on_answer(record, answer({"192.0.2.1"}), at(step.now))
                           : on_failure(record, at(step.now));
    EXPECT_EQ(record.next_lookup, at(step.next)) << step.now.count();
    EXPECT_EQ(record.failures, step.failures) << step.now.count();
  }
}

TEST(NameRecord, ShortensAWaitByUpToHalfAtRandom) {
  EXPECT_EQ(on_failure({}, at(0s), 0).next_lookup, at(5s));
  EXPECT_EQ(on_failure({}, at(0s), 0.5).next_lookup, at(3750ms));
  EXPECT_EQ(on_failure({}, at(0s), 1).next_lookup, at(2500ms));
}

TEST(NameRecord, IsDueImmediatelyIfItsAddressIsUnusable) {
  const auto record = without_address(on_answer({}, answer({"192.0.2.1"}), at(0s)));
  EXPECT_EQ(in_use(record, at(1s)), "none");
  EXPECT_LE(record.next_lookup, at(1s));
}

TEST(NameRecord, KeepsTheLastAnswerForAnHourOfFailures) {
  const auto known = on_answer({}, answer({"192.0.2.1"}, 60s), at(0s));
  auto record = on_failure(known, at(60s));
  EXPECT_EQ(in_use(record, at(60s)), "192.0.2.1");
  record = on_failure(record, at(50min));
  EXPECT_EQ(in_use(record, at(1h + 59s)), "192.0.2.1");
  EXPECT_EQ(in_use(record, at(1h + 60s)), "none");
  record = on_answer(record, answer({"192.0.2.9"}), at(2h));
  EXPECT_EQ(in_use(record, at(2h)), "192.0.2.9");
}

TEST(NameRecord, KeepsAnAddressBetweenTwoGoodAnswers) {
  const auto record = on_answer({}, answer({"192.0.2.1"}, 24h), at(0s));
  EXPECT_EQ(in_use(record, record.next_lookup + 20s), "192.0.2.1")
      << "the look-up is still running";
}

TEST(NameRecord, TreatsAnAnswerWithoutAddressesAsAFailure) {
  const auto known = on_answer({}, answer({"192.0.2.1"}), at(0s));
  EXPECT_EQ(on_answer(known, answer({}), at(60s)), on_failure(known, at(60s)));
}

TEST(NameRecord, CountsFailuresWithoutOverflow) {
  NameRecord record;
  for (int i = 0; i < 5000; ++i) record = on_failure(record, at(0s));
  EXPECT_EQ(record.next_lookup, at(60s));
}

}  // namespace
}  // namespace peeringd

#include "assessment/transition.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using enum TestResult;

std::string line(const Transition& transition) {
  return to_string(event_of(transition));
}

TEST(Transition, ShowsValueThresholdAndDuration) {
  EXPECT_EQ(
      line({{"contoso", "203.0.113.0/24", "teams"},
            Signal::latency,
            {pass, fail, 1h, 0.1, 70s},
            {0.1124, ""}}),
      "contoso 203.0.113.0/24 teams: latency Pass → Fail: 112 ms, above 100 ms for 1 min 10 s; "
      "it was Pass for 1 h");
}

TEST(Transition, ShowsLossInPercent) {
  EXPECT_EQ(line({{"contoso", "203.0.113.0/24"},
                  Signal::loss,
                  {pass, warning, 30s, 0.001, 60s},
                  {0.0125, ""}}),
            "contoso 203.0.113.0/24: loss Pass → Warning: 1.25%, above 0.1% for 1 min; it was Pass "
            "for 30 s");
}

TEST(Transition, ShowsTheDurationOfThePreviousResultWithPass) {
  EXPECT_EQ(line({{"contoso", "203.0.113.0/24"},
                  Signal::jitter,
                  {warning, pass, 150s, {}, {}},
                  {0.004, ""}}),
            "contoso 203.0.113.0/24: jitter Warning → Pass: 4 ms; it was Warning for 2 min 30 s");
}

TEST(Transition, ExplainsAMissingResult) {
  EXPECT_EQ(line({{"contoso", "203.0.113.0/24"},
                  Signal::latency,
                  {pass, indeterminate, 10s, {}, {}},
                  {{}, "3 of 20 required samples"}}),
            "contoso 203.0.113.0/24: latency Pass → Indeterminate: 3 of 20 required "
            "samples; it was Pass for 10 s");
}

TEST(Transition, ShowsTheEgressAddressInsteadOfANumber) {
  EXPECT_EQ(line({{"contoso", "203.0.113.0/24"},
                  Signal::egress_mismatch,
                  {pass, fail, 1h, 0.5, 60s},
                  {1.0, "seen from 198.51.100.7"}}),
            "contoso 203.0.113.0/24: egress_mismatch Pass → Fail: seen from 198.51.100.7; it was "
            "Pass for 1 h");
}

TEST(Transition, OmitsValuesForAConnection) {
  EXPECT_EQ(line({{"contoso"}, {}, {pass, fail, 2h, {}, {}}, {}}),
            "contoso: Pass → Fail; it was Pass for 2 h");
}

TEST(Transition, HasItsValuesAsFieldsOfTheEvent) {
  const Event event = event_of({{"contoso", "203.0.113.0/24", "teams"},
                                Signal::latency,
                                {pass, fail, 1h, 0.1, 70s},
                                {0.1124, ""}});
  EXPECT_EQ(event.kind, EventKind::result_changed);
  EXPECT_EQ(event.level, EventLevel::debug) << "the event of the connection reports it";
  EXPECT_EQ(event.subject, (EventSubject{"contoso", "203.0.113.0/24", "teams"}));
  EXPECT_EQ(event.fields, (std::vector<EventField>{{"signal", "latency"},
                                                   {"from", "Pass"},
                                                   {"to", "Fail"},
                                                   {"value", 0.1124},
                                                   {"threshold", 0.1},
                                                   {"lasted_seconds", 3600.0}}));
}

TEST(Transition, HasTheLevelOfTheResultForAConnection) {
  EXPECT_EQ(event_of({{"contoso"}, {}, {pass, fail, 1h, {}, {}}, {}}).level, EventLevel::error);
  EXPECT_EQ(event_of({{"contoso"}, {}, {pass, warning, 1h, {}, {}}, {}}).level,
            EventLevel::warning);
}

TEST(Transition, HasLevelDebugIfAnotherEventReportsIt) {
  EXPECT_EQ(event_of({{"contoso"}, {}, {pass, fail, 1h, {}, {}}, {}, false, true}).level,
            EventLevel::debug);
}

TEST(Transition, HasLevelDebugForAFirstPass) {
  EXPECT_EQ(event_of({{"contoso"}, {}, {indeterminate, pass, {}, {}, {}}, {}, true}).level,
            EventLevel::debug);
  EXPECT_EQ(event_of({{"contoso"}, {}, {fail, pass, {}, {}, {}}, {}, false}).level,
            EventLevel::info);
}

}  // namespace
}  // namespace peeringd

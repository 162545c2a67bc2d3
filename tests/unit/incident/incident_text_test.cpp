#include "incident/incident_text.hpp"

#include <gtest/gtest.h>

#include "unit/incident/simulated_records.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::midnight;

Incident incident_of(IncidentKind kind) {
  Incident incident{.kind = kind, .connection = "ams-contoso", .from = midnight};
  incident.before = {10'500, 10'498, 2, 3250us, 5960us};
  incident.during = {12'250, 12'030, 220, 4420us, 12'300us};
  return incident;
}

TEST(SentenceOf, DescribesALoss) {
  EXPECT_EQ(sentence_of(incident_of(IncidentKind::loss), midnight),
            "1.8% of the probes were lost (220 of 12250); previously 0.019%.");
}

TEST(SentenceOf, DescribesALossWithoutATimeBefore) {
  Incident incident = incident_of(IncidentKind::loss);
  incident.before = {};
  EXPECT_EQ(sentence_of(incident, midnight), "1.8% of the probes were lost (220 of 12250).");
}

TEST(SentenceOf, DescribesAShiftUp) {
  EXPECT_EQ(sentence_of(incident_of(IncidentKind::latency_shift), midnight),
            "The median rose from 3.25 ms to 4.42 ms and stayed there.");
}

TEST(SentenceOf, DescribesAShiftDown) {
  Incident incident = incident_of(IncidentKind::latency_shift);
  std::swap(incident.before, incident.during);
  EXPECT_EQ(sentence_of(incident, midnight),
            "The median fell from 4.42 ms to 3.25 ms and stayed there.");
}

TEST(SentenceOf, DescribesAnEpisode) {
  EXPECT_EQ(sentence_of(incident_of(IncidentKind::latency_episode), midnight),
            "The median rose from 3.25 ms to 4.42 ms, the 95th percentile rose from 5.96 ms to "
            "12.3 ms.");
}

TEST(SentenceOf, DoesNotSayThatAnEpisodeRoseToWhatItWas) {
  Incident incident = incident_of(IncidentKind::latency_episode);
  incident.during.median = incident.before.median;
  EXPECT_EQ(sentence_of(incident, midnight),
            "The median stayed at 3.25 ms, the 95th percentile rose from 5.96 ms to 12.3 ms.");
  incident.during.p95 = incident.before.p95;
  EXPECT_EQ(sentence_of(incident, midnight), "The latency was far above its usual value.");
}

TEST(SentenceOf, DescribesAChangeOfThePop) {
  Incident incident = incident_of(IncidentKind::pop_change);
  incident.detail = "AMS to FRA";
  EXPECT_EQ(sentence_of(incident, midnight),
            "A different edge PoP answered: AMS to FRA; the median rose from 3.25 ms to 4.42 ms.");
  incident.during.median = 3300us;
  EXPECT_EQ(sentence_of(incident, midnight), "A different edge PoP answered: AMS to FRA.");
}

TEST(SentenceOf, DescribesAnOutage) {
  Incident incident = incident_of(IncidentKind::outage);
  incident.detail = "no answer on 2 of 2 prefixes";
  EXPECT_EQ(sentence_of(incident, midnight + 90s),
            "No prefix of the connection reached the edge for 1 min 30 s so far: no answer on 2 of "
            "2 prefixes.");
  incident.to = midnight + 5min;
  incident.prefix = "198.18.20.0/24";
  EXPECT_EQ(sentence_of(incident, midnight + 1h),
            "The prefix did not reach the edge for 5 min: no answer on 2 of 2 prefixes.");
}

TEST(SentenceOf, DescribesAnEgressMismatch) {
  Incident incident = incident_of(IncidentKind::egress_mismatch);
  incident.detail = "203.0.113.77";
  EXPECT_EQ(sentence_of(incident, midnight),
            "The traffic left from 203.0.113.77, outside the prefix.");
}

}  // namespace
}  // namespace peeringd

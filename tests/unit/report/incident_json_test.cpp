#include "report/incident_json.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "support/test_assessment.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr Moment incident_begin{std::chrono::sys_days{std::chrono::year{2026} / 11 / 25}};

PeriodRecord answered(std::uint64_t sent, std::uint64_t lost, Duration round_trip) {
  PeriodRecord record;
  record.sent = sent;
  record.received = sent - lost;
  record.lost[index_of(LossReason::timeout)] = lost;
  for (std::uint64_t i = 0; i < record.received; ++i) {
    record.round_trips.add(Distribution::units_of(round_trip));
  }
  return record;
}

IncidentView view_of(IncidentKind kind) {
  IncidentView view;
  view.incident = {.id = 7,
                   .kind = kind,
                   .connection = "ams-contoso",
                   .prefix = "198.18.20.0/24",
                   .from = incident_begin + 1h,
                   .to = incident_begin + 90min,
                   .endpoints = {"teams"},
                   .text = "text"};
  view.phases = phases_of(view.incident, incident_begin + 5h);
  view.grid = {incident_begin + 30min, incident_begin + 2h, 30min, Tier::minute};
  view.path = {"ams-contoso", {"198.18.20.0/24"}, {}, {}};
  view.path.phases = {answered(100, 0, 3ms), answered(100, 20, 5ms), answered(100, 0, 3ms)};
  view.path.points = {view.path.phases.before, view.path.phases.during, view.path.phases.after};
  view.others = {{"ams-fabrikam", {"198.19.20.0/24"}, view.path.points, view.path.phases}};
  view.others[0].phases.during = answered(100, 0, 4ms);
  view.endpoints = {{"teams", {"icmp"}, view.path.phases}};
  view.minutes = 90;
  return view;
}

std::shared_ptr<const Assessment> two_partners() {
  auto contoso = test::connection("ams-contoso", {test::prefix("198.18.20.0/24")});
  auto fabrikam = test::connection("ams-fabrikam", {test::prefix("198.19.20.0/24")});
  fabrikam.partner = "Fabrikam Carrier";
  contoso.prefixes[0].alerts.latency.warning = 8ms;
  return test::assessment_of(test::blank_snapshot(test::config(
      {test::endpoint("teams", "192.0.2.1", {test::icmp_probe()})}, {contoso, fabrikam})));
}

json::object evidence(const IncidentView& view) {
  const IncidentContext context{incident_begin + 5h, "1.2.3", "probe-1"};
  return json::parse(incident_json(view, *two_partners(), context, "abc")).as_object();
}

std::string fact_of(const json::object& object, const char* list, std::string_view label) {
  for (const json::value& each : object.at(list).as_array()) {
    if (each.at("label").as_string() == label) return std::string(each.at("text").as_string());
  }
  return {};
}

TEST(IncidentJson, HasThePhasesOfBothPartners) {
  const json::object object = evidence(view_of(IncidentKind::loss));
  EXPECT_EQ(object.at("phases").at("before").at("from").as_string(), "2026-11-25T00:30:00Z");
  EXPECT_EQ(object.at("phases").at("after").at("to").as_string(), "2026-11-25T02:00:00Z");
  EXPECT_EQ(object.at("path").at("phases").at("during").at("lost").as_int64(), 20);
  EXPECT_EQ(object.at("path").at("partner").as_string(), "Contoso Networks");
  EXPECT_EQ(object.at("others").at(0).at("partner").as_string(), "Fabrikam Carrier");
  EXPECT_EQ(object.at("others").at(0).at("sent").as_array().size(), 3U);
  EXPECT_EQ(object.at("limits").at("latency").at("warning").as_int64(), 8000);
  EXPECT_TRUE(object.at("limits").at("loss").at("critical").is_null());
  IncidentView past = view_of(IncidentKind::loss);
  past.thresholds = {{past.phases.begin, past.phases.end, {{"latency", {0.005, {}, false}}}}};
  EXPECT_EQ(evidence(past).at("limits").at("latency").at("warning").as_int64(), 5000);
  EXPECT_TRUE(object.at("by_endpoint").at(0).at("affected").as_bool());
  EXPECT_THAT(std::string(object.at("comparison").as_string()),
              StartsWith("In the same minutes, none of 100 probes was lost from the same host via "
                         "Fabrikam Carrier; the median was "));
}

TEST(IncidentJson, NamesThePathAsTheCauseOnlyIfTheOtherPartnerWasHealthy) {
  const char* hint = "speaks against the host";
  IncidentView view = view_of(IncidentKind::loss);
  EXPECT_THAT(std::string(evidence(view).at("comparison").as_string()), HasSubstr(hint));
  view.others[0].phases.during = answered(100, 10, 4ms);
  EXPECT_THAT(std::string(evidence(view).at("comparison").as_string()), Not(HasSubstr(hint)));
  EXPECT_THAT(std::string(evidence(view_of(IncidentKind::pop_change)).at("comparison").as_string()),
              Not(HasSubstr(hint)));
  view.others.clear();
  EXPECT_TRUE(evidence(view).at("comparison").is_null());
}

TEST(IncidentJson, ShowsHowItWasMeasured) {
  const json::object object = evidence(view_of(IncidentKind::loss));
  EXPECT_EQ(fact_of(object, "facts", "Lost by reason"), "timeout 20");
  EXPECT_THAT(fact_of(object, "method", "Counts"), HasSubstr("300 probes sent, 280 answered"));
  EXPECT_EQ(fact_of(object, "method", "Not measured"), "0 of 90 minutes");
  EXPECT_EQ(object.at("data").at("csv").as_string(), "/api/v1/incidents/7.csv");
  EXPECT_EQ(object.at("data").at("sha256").as_string(), "abc");
  EXPECT_EQ(object.at("made").at("host").as_string(), "probe-1");
}

TEST(IncidentJson, ShowsWhereTrafficLeft) {
  IncidentView view = view_of(IncidentKind::loss);
  const auto shown = [&] { return fact_of(evidence(view), "facts", "Leaves as"); };
  EXPECT_EQ(shown(), "not verified") << "no STUN server was asked";
  view.egress_measured = {"198.18.20.0/24"};
  EXPECT_EQ(shown(), "no address outside the prefix was seen");
  Event mismatch{EventKind::egress_mismatch,
                 EventLevel::warning,
                 {"ams-contoso", "198.18.20.0/24", {}, {}},
                 "text",
                 {}};
  mismatch.fields = {{"address", std::string("203.0.113.77")}};
  mismatch.time = incident_begin - 14h - 29min;
  view.egress_before = {mismatch};
  EXPECT_EQ(shown(), "from 203.0.113.77, outside the prefix, since 24 Nov 09:31");
  Event restored{EventKind::egress_restored,
                 EventLevel::info,
                 {"ams-contoso", "198.18.20.0/24", {}, {}},
                 "inside again",
                 {}};
  restored.time = incident_begin + 2h;
  view.events = {restored};
  EXPECT_EQ(shown(),
            "from 203.0.113.77, outside the prefix, since 24 Nov 09:31; 02:00:00 inside again");
}

TEST(IncidentJson, ShowsOfWhichPrefixTheEgressIsNotKnown) {
  IncidentView view = view_of(IncidentKind::outage);
  view.incident.prefix.clear();
  view.path.prefixes = {"198.18.20.0/24", "198.18.21.0/24"};
  view.egress_measured = {"198.18.20.0/24"};
  const auto shown = [&] { return fact_of(evidence(view), "facts", "Leaves as"); };
  EXPECT_EQ(shown(), "no address outside the prefix was seen; 1 of 2 prefixes not verified");
  Event mismatch{EventKind::egress_mismatch,
                 EventLevel::warning,
                 {"ams-contoso", "198.18.20.0/24", {}, {}},
                 "text",
                 {}};
  mismatch.fields = {{"address", std::string("203.0.113.77")}};
  mismatch.time = incident_begin;
  view.egress_before = {mismatch};
  EXPECT_EQ(shown(), "198.18.20.0/24: from 203.0.113.77, outside the prefix, since 25 Nov 00:00");
}

TEST(IncidentJson, HasTheTracesOfAnOutage) {
  IncidentView view = view_of(IncidentKind::outage);
  Event down{EventKind::connection_down, EventLevel::error, {"ams-contoso"}, "down"};
  down.fields = {{"diagnosis", std::string("isp-a up, carrier up; likely cause: the partner")},
                 {"path_now", std::string("ends after hop 2 198.51.100.1")},
                 {"path_before", std::string("reaches 192.0.2.1 after 5 hops")}};
  view.events = {down};
  const json::object object = evidence(view);
  EXPECT_EQ(fact_of(object, "facts", "Diagnosis"),
            "isp-a up, carrier up; likely cause: the partner");
  EXPECT_EQ(fact_of(object, "facts", "Trace then"), "ends after hop 2 198.51.100.1");
  EXPECT_EQ(fact_of(object, "facts", "Trace before"), "reaches 192.0.2.1 after 5 hops");
}

TEST(IncidentJson, HasNoTimeAfterAnOpenIncident) {
  IncidentView view = view_of(IncidentKind::loss);
  view.incident.to.reset();
  view.phases = phases_of(view.incident, incident_begin + 90min);
  const json::object object = evidence(view);
  EXPECT_EQ(object.at("state").as_string(), "open");
  EXPECT_TRUE(object.at("to").is_null());
  EXPECT_TRUE(object.at("phases").at("after").is_null());
  EXPECT_TRUE(object.at("path").at("phases").at("after").is_null());
}

TEST(IncidentsJson, DistinguishesOpenIncidentsFromLastingChanges) {
  Incident incident = view_of(IncidentKind::latency_shift).incident;
  incident.to.reset();
  Incident pop = incident;
  pop.kind = IncidentKind::pop_change;
  const auto states = [&](Moment now) {
    const auto document = json::parse(incidents_json({{incident, pop}}, *two_partners(), now));
    std::string text;
    for (const json::value& each : document.at("incidents").as_array()) {
      text += std::string(each.at("state").as_string()) + " ";
    }
    return text;
  };
  EXPECT_EQ(states(incident_begin + 2h), "stays open ");
  EXPECT_EQ(states(incident_begin + 48h), "stays stays ");
}

TEST(IncidentsJson, NamesThePlaceOfTheNextPart) {
  IncidentPage page{.incidents = {view_of(IncidentKind::loss).incident}};
  const auto next = [&] {
    return json::parse(incidents_json(page, *two_partners(), incident_begin + 5h)).at("next");
  };
  EXPECT_TRUE(next().is_null());
  page.next = {incident_begin, 7};
  EXPECT_EQ(next(), json::value("1795564800-7"));
}

TEST(IncidentsCsv, HasARowForEachIncident) {
  EXPECT_EQ(
      incidents_csv({view_of(IncidentKind::loss).incident}, incident_begin + 5h),
      "id,kind,state,connection,prefix,from,to,sent,received,lost,median_before_us,median_us,"
      "p95_before_us,p95_us,text\n"
      "7,loss,over,ams-contoso,198.18.20.0/24,2026-11-25T01:00:00Z,2026-11-25T01:30:00Z,0,0,0,"
      ",,,,\"text\"\n");
}

TEST(IncidentCsv, HasARowForEachStepAndConnection) {
  const std::string text = incident_csv(view_of(IncidentKind::loss));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 7);
  EXPECT_THAT(text, HasSubstr("2026-11-25T00:30:00Z,ams-contoso,198.18.20.0/24,"));
  EXPECT_THAT(text, HasSubstr("2026-11-25T01:00:00Z,ams-fabrikam,198.19.20.0/24,"));
}

Event route_event(EventKind kind, Moment time) {
  Event event;
  event.kind = kind;
  event.subject = {"ams-contoso", "198.18.20.0/24"};
  event.summary = "summary";
  event.fields = {{"eventLevel", std::string("Critical")}};
  event.time = time;
  return event;
}

TEST(IncidentJson, HasTheEventsOfRoutesByPhase) {
  IncidentView view = view_of(IncidentKind::outage);
  view.events = {route_event(EventKind::origin_change, incident_begin + 59min),
                 route_event(EventKind::connection_down, incident_begin + 1h),
                 route_event(EventKind::prefix_withdrawal, incident_begin + 1h),
                 route_event(EventKind::prefix_announcement, incident_begin + 90min)};
  const json::object routes = evidence(view).at("route_events").as_object();
  EXPECT_EQ(routes.at("total").as_int64(), 3);
  const json::array& events = routes.at("events").as_array();
  ASSERT_EQ(events.size(), 3);
  EXPECT_EQ(json::serialize(events[0]),
            R"({"time":"2026-11-25T00:59:00.000Z","phase":"before","prefix":"198.18.20.0/24",)"
            R"("kind":"PrefixOriginAsChangeEvent","level":"Critical","summary":"summary"})");
  EXPECT_EQ(events[1].at("phase").as_string(), "during");
  EXPECT_EQ(events[2].at("phase").as_string(), "after");
}

TEST(IncidentJson, ListsTheFirstEventsOfRoutesAndCountsAll) {
  IncidentView view = view_of(IncidentKind::outage);
  view.phases.end = view.phases.until;
  view.events.assign(60, route_event(EventKind::origin_change, incident_begin + 2h));
  const json::object routes = evidence(view).at("route_events").as_object();
  EXPECT_EQ(routes.at("total").as_int64(), 60);
  EXPECT_EQ(routes.at("events").as_array().size(), 50);
  EXPECT_EQ(routes.at("events").at(49).at("phase").as_string(), "during") << "it goes on";
}

}  // namespace
}  // namespace peeringd

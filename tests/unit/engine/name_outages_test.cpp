#include "engine/name_outages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/addresses.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::from;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr MonotonicTime start{1000h};
constexpr WallTime midnight{24h * 365 * 50};

class NameOutagesTest : public ::testing::Test {
 protected:
  void fail(const char* host, std::optional<Duration> usable_for = 1h,
            const char* why = "no name server answered in time") {
    FailedName failed{host, std::string("no IPv4 address for ") + host + " (" + why + ")"};
    if (usable_for) failed.usable_until = start + *usable_for;
    outages_.on_failure(source_, failed, now_);
  }
  void succeed(const char* host) { outages_.on_success(source_, host); }

  std::vector<std::string> pass(Duration time) {
    now_ += time;
    std::vector<std::string> lines;
    last_ = outages_.events(now_, midnight + (now_ - start));
    for (const Event& event : last_) lines.push_back(event.summary);
    return lines;
  }

  const Source source_ = from("203.0.113.10");
  MonotonicTime now_ = start;
  NameOutages outages_;
  std::vector<Event> last_;
};

TEST_F(NameOutagesTest, ReportsNamesThatFailTogetherInOneLine) {
  for (const char* host : {"a.example", "b.example"}) fail(host);
  EXPECT_THAT(pass(2s), IsEmpty());
  fail("c.example", 30min);
  EXPECT_THAT(pass(3s),
              ElementsAre("3 names no longer resolve from 203.0.113.10 (no name server answered in "
                          "time); the last answers stay in use until 00:30 UTC"));
  EXPECT_EQ(last_[0].kind, EventKind::resolve_failed);
  EXPECT_EQ(last_[0].level, EventLevel::warning);
  fail("d.example");  // its answer expired later
  EXPECT_THAT(pass(2min), IsEmpty());
  for (const char* host : {"a.example", "b.example", "c.example"}) succeed(host);
  EXPECT_THAT(pass(5s), IsEmpty());
  succeed("d.example");
  EXPECT_THAT(pass(3s), ElementsAre("names resolve again from 203.0.113.10, after 2 min 13 s"));
  EXPECT_EQ(last_[0].kind, EventKind::resolve_restored);
  EXPECT_EQ(std::get<std::uint64_t>(last_[0].fields[0].second), 4U);
  EXPECT_THAT(pass(1h), IsEmpty());
}

TEST_F(NameOutagesTest, KeepsTheMessageOfASingleName) {
  fail("a.example");
  EXPECT_THAT(pass(5s),
              ElementsAre("no IPv4 address for a.example (no name server answered in "
                          "time), queried from 203.0.113.10; the last answer stays in use "
                          "until 01:00 UTC"));
}

TEST_F(NameOutagesTest, ReportsThatNamesWithoutAnAddressAreNotProbed) {
  fail("a.example", {});
  fail("b.example", {});
  EXPECT_THAT(pass(5s),
              ElementsAre("2 names do not resolve from 203.0.113.10 with the name servers in "
                          "/etc/resolv.conf (no name server answered in time); they are not "
                          "probed until they do"));
  EXPECT_THAT(pass(2h), IsEmpty());
}

TEST_F(NameOutagesTest, ReportsThatTheLastAnswersHaveExpired) {
  fail("a.example", 30min);
  fail("b.example", 1h);
  pass(5s);
  EXPECT_THAT(pass(50min), IsEmpty());
  EXPECT_THAT(pass(10min), ElementsAre("the last answers have expired, as seen from 203.0.113.10; "
                                       "names that are not probed until they resolve: 2"));
  EXPECT_THAT(pass(10min), IsEmpty());
}

TEST_F(NameOutagesTest, ReportsDifferentReasonsSeparately) {
  fail("mistyped.example", {}, "server said NXDOMAIN");
  EXPECT_EQ(pass(5s).size(), 1U);
  fail("a.example");
  fail("b.example");
  EXPECT_EQ(pass(5s).size(), 1U);
  succeed("a.example");
  succeed("b.example");
  EXPECT_THAT(pass(1s), ElementsAre("names resolve again from 203.0.113.10, after 6 s"));
}

TEST_F(NameOutagesTest, DoesNotReportALookupThatSucceedsAtTheNextAttempt) {
  fail("a.example");
  pass(2s);
  succeed("a.example");
  EXPECT_THAT(pass(5s), IsEmpty());
}

TEST_F(NameOutagesTest, SuppressesIntermittentOutages) {
  std::size_t lines = 0;
  for (int i = 0; i < 60; ++i) {
    fail("a.example", 2h);
    lines += pass(30s).size();
    succeed("a.example");
    lines += pass(30s).size();
  }
  EXPECT_EQ(lines, 12U);  // a beginning and an end in ten minutes
}

TEST_F(NameOutagesTest, ReportsASuppressedOutageIfItLasts) {
  fail("a.example");
  pass(5s);
  succeed("a.example");
  pass(1s);
  fail("a.example");
  EXPECT_THAT(pass(5s), IsEmpty());
  EXPECT_EQ(pass(10min).size(), 1U);
}

// Lookups end at any time, events are collected once a second.
TEST_F(NameOutagesTest, EndsAnOutageBeforeAnotherNameBeginsTheNext) {
  fail("a.example", 10min);
  pass(5s);
  EXPECT_EQ(pass(30min).size(), 1U) << "the last answer has expired";
  succeed("a.example");
  now_ += 500ms;
  fail("b.example", 3h);
  EXPECT_THAT(pass(500ms), ElementsAre("names resolve again from 203.0.113.10, after 30 min 5 s"));
  EXPECT_EQ(std::get<std::uint64_t>(last_[0].fields[0].second), 1U);
  EXPECT_THAT(pass(5s),
              ElementsAre("no IPv4 address for b.example (no name server answered in time), "
                          "queried from 203.0.113.10; the last answer stays in use until "
                          "03:00 UTC"));
  succeed("b.example");
  EXPECT_THAT(pass(20min), ElementsAre("names resolve again from 203.0.113.10, after 20 min 5 s"));
}

TEST_F(NameOutagesTest, ForgetsNamesThatAreNoLongerLookedUp) {
  fail("a.example");
  pass(5s);
  outages_.forget(source_, "a.example");
  EXPECT_THAT(pass(1s), IsEmpty()) << "it is unknown whether the name resolves";
}

}  // namespace
}  // namespace peeringd

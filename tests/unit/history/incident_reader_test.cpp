#include "history/incident_reader.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "support/manual_clock.hpp"
#include "unit/history/temporary_folder.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

// A connection of 300 prefixes, with one record of each: one answer of one endpoint.
class IncidentReaderTest : public testing::Test {
 protected:
  IncidentReaderTest() {
    PeriodRecord one;
    one.sent = one.received = 1;
    MinuteBatch batch{begin_, {}};
    for (int i = 0; i < 300; ++i) {
      const std::string prefix = "prefix" + std::to_string(i);
      batch.records.push_back({std::make_shared<const HistoryTarget>(
                                   HistoryTarget{{"large", prefix, "teams", "icmp"}, true, true}),
                               one});
    }
    EXPECT_TRUE(history_.records.write(batch));
  }

  // The evidence of an outage of half an hour; of all prefixes without a name.
  std::optional<IncidentView> outage_of(std::string prefix) {
    const Incident outage{.kind = IncidentKind::outage,
                          .connection = "large",
                          .prefix = std::move(prefix),
                          .from = begin_ + 30min,
                          .to = begin_ + 60min};
    return read_incident(history_, history_.incidents.put(outage), {}, begin_ + 2h);
  }

  test::TemporaryFolder folder_;
  test::ManualClock clock_;
  OpenHistory history_{std::move(HistoryFile::open(folder_.path(), clock_.wall()).value())};
  const Moment begin_ =
      period_start(Tier::hour, std::chrono::floor<std::chrono::seconds>(clock_.wall()));
};

TEST_F(IncidentReaderTest, ReadsEachMinuteAndEndpointOfOnePrefix) {
  const auto view = outage_of("prefix0");
  ASSERT_TRUE(view);
  EXPECT_EQ(view->grid.step, 1min);
  EXPECT_EQ(view->endpoints.size(), 1U);
  EXPECT_EQ(view->minutes, 90U);
}

TEST_F(IncidentReaderTest, ReadsLessOfEachPrefixOfALargeConnection) {
  const auto view = outage_of({});
  ASSERT_TRUE(view);
  EXPECT_EQ(view->path.prefixes.size(), 300U);
  EXPECT_EQ(view->grid.step, 10min);
  EXPECT_TRUE(view->endpoints.empty());
  EXPECT_EQ(view->path.phases.before.received, 300U);
  EXPECT_EQ(view->minutes, 90U);
}

}  // namespace
}  // namespace peeringd

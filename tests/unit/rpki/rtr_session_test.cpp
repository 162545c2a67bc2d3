// Versions, queries, and the lifetime of the data.
#include "unit/rpki/rtr_session_fixture.hpp"

namespace peeringd::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST_F(RtrSessionTest, FollowsTheRecordedStream) {
  EXPECT_EQ(connect().send, rtr_reset_query(1));
  const RtrBytes stream = recorded("rtr-v1.bin");
  const auto part = [&](std::ptrdiff_t from, std::ptrdiff_t to) {
    return RtrBytes(stream.begin() + from, stream.begin() + to);
  };
  EXPECT_TRUE(receive(part(0, 84)).changed);
  EXPECT_EQ(session_.vrps(), (Vrps{v4, v6}));
  EXPECT_TRUE(session_.synchronised());
  now_ += minutes{1};
  EXPECT_EQ(receive(part(84, 96)).send, serial_query(0)) << "the first serial of StayRTR is 0";
  EXPECT_FALSE(receive(part(96, 144)).changed) << "changes take effect at End of Data";
  EXPECT_TRUE(receive(part(144, 168)).changed);
  EXPECT_EQ(session_.vrps(), (Vrps{foreign, v6}));
  EXPECT_EQ(session_.expires_at(), now_ + hours{2});
}

TEST_F(RtrSessionTest, FollowsADowngradeToVersion0) {
  connect();
  EXPECT_FALSE(receive(recorded("rtr-v0.bin")).close);
  EXPECT_EQ(session_.vrps(), (Vrps{foreign, v6}));
  EXPECT_EQ(wait(hours{1}).send, rtr_serial_query(0, session_id, 1));
}

TEST_F(RtrSessionTest, TriesVersion0AfterARefusalOfVersion1) {
  connect();
  EXPECT_TRUE(receive(error_report(0, 4, "version 0 only")).close);
  EXPECT_TRUE(session_.on_closed());
  EXPECT_EQ(connect().send, rtr_reset_query(0));
  receive(recorded("rtr-v0.bin"));
  EXPECT_FALSE(session_.on_closed());
  EXPECT_EQ(connect().send.at(0), 1) << "the cache may have been upgraded";
}

TEST_F(RtrSessionTest, TriesVersion0OnceAfterACacheThatClosesSilently) {
  connect();
  EXPECT_TRUE(session_.on_closed());
  EXPECT_EQ(connect().send, rtr_reset_query(0));
  EXPECT_FALSE(session_.on_closed());
  EXPECT_EQ(connect().send, rtr_reset_query(1));
}

TEST_F(RtrSessionTest, RefusesAnotherVersionAfterTheFirstAnswer) {
  connect();
  receive(cache_response(1, session_id));
  const RtrStep step = receive(announce(v4, 0));
  EXPECT_TRUE(step.close);
  EXPECT_EQ(step.send.at(3), 8);
  EXPECT_FALSE(session_.vrps());
}

TEST_F(RtrSessionTest, IgnoresANotificationInAnotherVersionBeforeTheFirstAnswer) {
  connect();
  EXPECT_FALSE(receive(serial_notify(0, 1, 1)).close);
  receive(cache_response(1, session_id) + end_of_data(1, session_id, 7));
  EXPECT_EQ(session_.vrps(), Vrps());
}

TEST_F(RtrSessionTest, HasNoVrpsBeforeTheFirstEndOfData) {
  EXPECT_FALSE(session_.vrps());
  connect();
  receive(cache_response(1, session_id) + announce(v4));
  EXPECT_FALSE(session_.vrps());
  EXPECT_FALSE(session_.synchronised());
}

TEST_F(RtrSessionTest, AsksForChangesAtTheRefreshInterval) {
  connect();
  const RtrTimers timers{seconds{100}, seconds{20}, seconds{1000}};
  receive(cache_response(1, session_id) + end_of_data(1, session_id, 7, timers));
  EXPECT_TRUE(wait(seconds{99}).send.empty());
  EXPECT_EQ(wait(seconds{1}).send, serial_query(7));
  EXPECT_TRUE(wait(seconds{1}).send.empty()) << "one question at a time";
  EXPECT_EQ(session_.retry(), seconds{20});
}

TEST_F(RtrSessionTest, AsksForEverythingOnceADay) {
  connect();
  receive(cache_response(1, session_id) + end_of_data(1, session_id, 7));
  for (int hour = 1; hour < 24; ++hour) {
    ASSERT_EQ(wait(hours{1}).send, serial_query(7)) << hour;
    receive(cache_response(1, session_id) + end_of_data(1, session_id, 7));
  }
  EXPECT_EQ(wait(hours{1}).send, rtr_reset_query(1));
}

TEST_F(RtrSessionTest, LimitsTheQueriesThatNotificationsCause) {
  synchronise();
  EXPECT_TRUE(receive(serial_notify(1, session_id, 7)).send.empty())
      << "a known serial must not cause a query";
  EXPECT_TRUE(receive(serial_notify(1, session_id, 8)).send.empty()) << "within a second";
  EXPECT_EQ(wait(seconds{1}).send, serial_query(7));
  EXPECT_TRUE(receive(serial_notify(1, session_id, 9)).send.empty());
  receive(cache_response(1, session_id) + end_of_data(1, session_id, 8));
  EXPECT_EQ(wait(seconds{1}).send, serial_query(8)) << "the answer was older than a notification";
}

TEST_F(RtrSessionTest, AsksForEverythingAfterACacheReset) {
  synchronise();
  EXPECT_EQ(wait(hours{1}).send, serial_query(7));
  EXPECT_EQ(receive(cache_reset(1)).send, rtr_reset_query(1));
  EXPECT_EQ(session_.vrps(), Vrps{v4}) << "the old VRPs must stay until the answer is complete";
  EXPECT_TRUE(receive(cache_response(1, 5) + announce(v6) + end_of_data(1, 5, 1)).changed);
  EXPECT_EQ(session_.vrps(), Vrps{v6});
}

TEST_F(RtrSessionTest, AsksForEverythingWhenANotificationHasAnotherSession) {
  synchronise();
  now_ += minutes{1};
  EXPECT_EQ(receive(serial_notify(1, 5, 7)).send, rtr_reset_query(1));
}

TEST_F(RtrSessionTest, KeepsDataAcrossARestartOfTheCache) {
  synchronise();
  session_.on_closed();
  EXPECT_FALSE(session_.synchronised());
  EXPECT_EQ(connect().send, rtr_reset_query(1)) << "session ids can repeat after a restart";
  EXPECT_EQ(session_.vrps(), Vrps{v4}) << "the old VRPs must stay until the answer is complete";
  const RtrStep step = receive(cache_response(1, 5) + announce(v4) + end_of_data(1, 5, 0));
  EXPECT_FALSE(step.changed) << "the same data from another session is no change";
  EXPECT_EQ(session_.vrps(), Vrps{v4});
}

TEST_F(RtrSessionTest, RefusesChangesOfAnotherSession) {
  synchronise();
  wait(hours{1});
  const RtrStep step = receive(cache_response(1, 5));
  EXPECT_TRUE(step.close);
  EXPECT_EQ(step.send, error_report(1, 0, "changes of another session"));
  session_.on_closed();
  EXPECT_EQ(connect().send, rtr_reset_query(1));
  EXPECT_EQ(session_.vrps(), Vrps{v4});
}

TEST_F(RtrSessionTest, KeepsDataUntilAnotherCacheHasSentItsOwn) {
  synchronise();
  session_.on_closed();
  EXPECT_EQ(connect("b:323").send, rtr_reset_query(1));
  EXPECT_EQ(session_.vrps(), Vrps{v4});
  EXPECT_TRUE(receive(cache_response(1, 1) + announce(v6) + end_of_data(1, 1, 1)).changed);
  EXPECT_EQ(session_.vrps(), Vrps{v6});
}

TEST_F(RtrSessionTest, DiscardsAPartialAnswer) {
  synchronise();
  wait(hours{1});
  receive(cache_response(1, session_id) + withdraw(v4));
  session_.on_closed();
  EXPECT_EQ(session_.vrps(), Vrps{v4});
  EXPECT_EQ(connect().send, rtr_reset_query(1));
}

TEST_F(RtrSessionTest, DropsTheDataWhenItExpires) {
  synchronise();
  session_.on_closed();
  EXPECT_FALSE(wait(hours{2} - seconds{1}).changed);
  EXPECT_TRUE(session_.vrps());
  EXPECT_TRUE(wait(seconds{1}).changed);
  EXPECT_FALSE(session_.vrps()) << "not known, which is not the same as an empty list";
  EXPECT_FALSE(wait(seconds{1}).changed);
  EXPECT_EQ(connect().send, rtr_reset_query(1));
}

TEST_F(RtrSessionTest, KeepsDataWhileTheCacheHasNone) {
  synchronise();
  wait(hours{1});
  EXPECT_TRUE(receive(error_report(1, 2, "")).close);
  session_.on_closed();
  EXPECT_EQ(session_.vrps(), Vrps{v4});
}

}  // namespace
}  // namespace peeringd::test

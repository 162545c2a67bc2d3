#include "rpki/rtr_session.hpp"

#include <gtest/gtest.h>

#include "rpki/rtr_query.hpp"
#include "unit/rpki/rtr_stream.hpp"

namespace peeringd::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using Vrps = std::vector<Vrp>;

constexpr int session_id = 0xf0ea;

RtrBytes announce(const Vrp& vrp, int version = 1) {
  return prefix_pdu(version, true, vrp.network.to_string(), vrp.max_length, vrp.origin);
}

RtrBytes withdraw(const Vrp& vrp) {
  return prefix_pdu(1, false, vrp.network.to_string(), vrp.max_length, vrp.origin);
}

class RtrSessionTest : public ::testing::Test {
 protected:
  RtrStep connect(const std::string& cache = "a:323") { return session_.on_connected(cache, now_); }

  /// Passes a stream to the session. The result has everything that was sent.
  RtrStep receive(const RtrBytes& stream) {
    RtrStep all;
    std::span<const std::uint8_t> rest(stream);
    while (!rest.empty() && !all.close) {
      const auto read = read_rtr_pdu(rest);
      if (const auto* fault = std::get_if<RtrFault>(&read)) {
        add(all, session_.on_fault(*fault));
        break;
      }
      const auto& pdu = std::get<RtrPdu>(read);
      add(all, session_.on_pdu(pdu, now_));
      rest = rest.subspan(pdu.size);
    }
    return all;
  }

  RtrStep wait(Duration duration) {
    now_ += duration;
    return session_.on_time(now_);
  }

  /// A connection with data: v4, serial 7.
  void synchronise() {
    connect();
    receive(cache_response(1, session_id) + announce(v4) + end_of_data(1, session_id, 7));
    ASSERT_EQ(session_.vrps(), Vrps{v4});
  }

  static RtrBytes serial_query(std::uint32_t serial) {
    return rtr_serial_query(1, session_id, serial);
  }

  MonotonicTime now_{hours{1000}};
  RtrSession session_{watched_prefixes()};

 private:
  static void add(RtrStep& all, const RtrStep& step) {
    all.send = all.send + step.send;
    all.close = all.close || step.close;
    all.changed = all.changed || step.changed;
    if (!step.problem.empty()) all.problem = step.problem;
  }
};

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

TEST_F(RtrSessionTest, ClosesAConnectionWithoutAnAnswer) {
  connect();
  EXPECT_FALSE(wait(seconds{29}).close);
  EXPECT_TRUE(wait(seconds{1}).close);
}

TEST_F(RtrSessionTest, ClosesAConnectionWhoseAnswerDoesNotEnd) {
  connect();
  receive(cache_response(1, session_id));
  EXPECT_FALSE(wait(minutes{5} - seconds{1}).close);
  receive(announce(v4));
  const RtrStep step = wait(seconds{1});
  EXPECT_TRUE(step.close);
  EXPECT_EQ(step.problem, "the cache did not complete its answer");
}

TEST_F(RtrSessionTest, RejectsUnexpectedPdus) {
  const auto refused = [&](const RtrBytes& stream) {
    session_ = RtrSession(watched_prefixes());
    synchronise();
    const RtrStep step = receive(stream);
    EXPECT_EQ(session_.vrps(), Vrps{v4});
    return step.close && step.send.at(1) == 10;
  };
  EXPECT_TRUE(refused(announce(v6)));
  EXPECT_TRUE(refused(end_of_data(1, session_id, 8)));
  EXPECT_TRUE(refused(cache_response(1, session_id)));
  EXPECT_TRUE(refused(cache_reset(1)));
  EXPECT_TRUE(refused(rtr_pdu(1, 9, 0, RtrBytes(115))));
  EXPECT_TRUE(refused(rtr_pdu(1, 77, 0)));
}

TEST_F(RtrSessionTest, AsksForEverythingAfterInconsistentChanges) {
  synchronise();
  wait(hours{1});
  const RtrStep step =
      receive(cache_response(1, session_id) + withdraw(foreign) + end_of_data(1, session_id, 8));
  EXPECT_EQ(step.send.at(3), 6);
  EXPECT_EQ(session_.vrps(), Vrps{v4});
  session_.on_closed();
  EXPECT_EQ(connect().send, rtr_reset_query(1));
}

TEST_F(RtrSessionTest, RefusesAnEndOfDataOfAnotherSession) {
  connect();
  EXPECT_TRUE(receive(cache_response(1, session_id) + end_of_data(1, 5, 1)).close);
  EXPECT_FALSE(session_.vrps());
}

TEST_F(RtrSessionTest, SkipsRouterKeysWithinAnAnswer) {
  connect();
  receive(cache_response(1, session_id) + rtr_pdu(1, 9, 0x0100, RtrBytes(115)) + announce(v4) +
          end_of_data(1, session_id, 7));
  EXPECT_EQ(session_.vrps(), Vrps{v4});
}

TEST_F(RtrSessionTest, AsksForEverythingAfterAChangeOfThePrefixes) {
  synchronise();
  const PrefixSet other({*IpPrefix::parse("198.51.100.0/24")});
  EXPECT_EQ(session_.watch(other, now_).send, rtr_reset_query(1));
  EXPECT_TRUE(session_.watch(other, now_).send.empty())
      << "the same prefixes must not cause a query";
  const Vrp new_vrp = vrp_of("198.51.100.0/24", 24, 64496);
  receive(cache_response(1, session_id) + announce(v4) + announce(new_vrp) +
          end_of_data(1, session_id, 7));
  EXPECT_EQ(session_.vrps(), Vrps{new_vrp});
}

TEST_F(RtrSessionTest, HasNoVrpsUntilThoseOfANewPrefixArrive) {
  synchronise();
  std::vector<IpPrefix> more = watched_prefixes().prefixes();
  more.push_back(*IpPrefix::parse("198.51.100.0/24"));
  EXPECT_TRUE(session_.watch(PrefixSet(more), now_).changed);
  EXPECT_FALSE(session_.vrps());
  const RtrStep step =
      receive(cache_response(1, session_id) + announce(v4) + end_of_data(1, session_id, 7));
  EXPECT_TRUE(step.changed);
  EXPECT_EQ(session_.vrps(), Vrps{v4});
}

TEST_F(RtrSessionTest, HasNoVrpsOfANewPrefixWhileNoCacheIsConnected) {
  synchronise();
  session_.on_closed();
  // It contains a watched prefix, and so overlaps more VRPs.
  const RtrStep step = session_.watch(PrefixSet({IpPrefix()}), now_);
  EXPECT_TRUE(step.changed);
  EXPECT_TRUE(step.send.empty());
  EXPECT_FALSE(session_.vrps());
}

TEST_F(RtrSessionTest, KeepsItsVrpsWhenPrefixesAreOnlyRemoved) {
  synchronise();
  EXPECT_FALSE(session_.watch(PrefixSet({v4.network}), now_).changed);
  EXPECT_EQ(session_.vrps(), Vrps{v4});
}

TEST_F(RtrSessionTest, RestartsAnAnswerWhenThePrefixesChange) {
  connect();
  receive(cache_response(1, session_id) + announce(v4));
  EXPECT_TRUE(session_.watch(PrefixSet({*IpPrefix::parse("198.51.100.0/24")}), now_).close);
  session_.on_closed();
  EXPECT_EQ(connect().send, rtr_reset_query(1));
}

TEST_F(RtrSessionTest, NamesTheTextOfAnErrorInOneLine) {
  connect();
  EXPECT_EQ(receive(error_report(1, 1, "broken\ndisk")).problem,
            "the cache reported error 1: broken\\ndisk");
}

}  // namespace
}  // namespace peeringd::test

// Caches that break the protocol, and changes of the prefixes.
#include "unit/rpki/rtr_session_fixture.hpp"

namespace peeringd::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

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
  EXPECT_EQ(session_.monitor(other, now_).send, rtr_reset_query(1));
  EXPECT_TRUE(session_.monitor(other, now_).send.empty())
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
  EXPECT_TRUE(session_.monitor(PrefixSet(more), now_).changed);
  EXPECT_FALSE(session_.vrps());
  const RtrStep step =
      receive(cache_response(1, session_id) + announce(v4) + end_of_data(1, session_id, 7));
  EXPECT_TRUE(step.changed);
  EXPECT_EQ(session_.vrps(), Vrps{v4});
}

TEST_F(RtrSessionTest, HasNoVrpsOfANewPrefixWhileNoCacheIsConnected) {
  synchronise();
  session_.on_closed();
  // It contains a monitored prefix, and so overlaps more VRPs.
  const RtrStep step = session_.monitor(PrefixSet({IpPrefix()}), now_);
  EXPECT_TRUE(step.changed);
  EXPECT_TRUE(step.send.empty());
  EXPECT_FALSE(session_.vrps());
}

TEST_F(RtrSessionTest, KeepsItsVrpsWhenPrefixesAreOnlyRemoved) {
  synchronise();
  EXPECT_FALSE(session_.monitor(PrefixSet({v4.network}), now_).changed);
  EXPECT_EQ(session_.vrps(), Vrps{v4});
}

TEST_F(RtrSessionTest, RestartsAnAnswerWhenThePrefixesChange) {
  connect();
  receive(cache_response(1, session_id) + announce(v4));
  EXPECT_TRUE(session_.monitor(PrefixSet({*IpPrefix::parse("198.51.100.0/24")}), now_).close);
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

// When the client gives a connection up, and what its data is worth then.
#include "unit/ris/ris_client_fixture.hpp"

namespace peeringd::test {
namespace {

using namespace std::chrono_literals;

const IpPrefix monitored = *IpPrefix::parse("203.0.113.0/24");

TEST_F(RisClientTest, ReconnectsWhenTheServerCloses) {
  serve([this](WebSocketPeer& peer) {
    for (int i = 0; i < 3; ++i) answer(peer, peer.read().value_or("{}"));
    peer.write(route_of("192.0.2.7", server_->connections() == 1 ? 64496 : 64666));
    if (server_->connections() > 1) answer_all(peer);
  });
  use({monitored});
  ASSERT_TRUE(until([&] { return origins().size() == 2; }));
  EXPECT_EQ(origins(), (std::vector<AsNumber>{64496, 64666}));
  EXPECT_EQ(source_changes(), (std::vector<bool>{true, false, true}));
}

TEST_F(RisClientTest, ReconnectsWhenARouteCannotBeHandled) {
  serve([](WebSocketPeer& peer) {
    for (int i = 0; i < 3; ++i) answer(peer, peer.read().value_or("{}"));
    peer.write(route_of("192.0.2.7", 64496));
    answer_all(peer);
  });
  throws_ = 3;
  use({monitored});
  ASSERT_TRUE(until([&] { return !origins().empty(); }));
  EXPECT_EQ(source_changes(), (std::vector<bool>{true, false, true, false, true, false, true}))
      << "the data has a gap after each failure";
  EXPECT_TRUE(client_->status().source.synchronised);
}

TEST_F(RisClientTest, ReconnectsWhenTheSubscriptionIsNotConfirmed) {
  options_.limits.acknowledge = 1ms;
  serve([](WebSocketPeer& peer) {
    while (peer.read()) {
    }
  });
  use({monitored});
  EXPECT_TRUE(until([&] { return server_->connections() > 1; }));
  EXPECT_TRUE(source_changes().empty());
}

TEST_F(RisClientTest, ReconnectsWhenPingsAreNotAnswered) {
  options_.limits.ping = 1ms;
  options_.limits.pong = 1ms;
  serve([](WebSocketPeer& peer) {
    while (const auto request = peer.read()) {
      if (boost::json::parse(*request).at("type") != "ping") answer(peer, *request);
    }
  });
  use({monitored});
  ASSERT_TRUE(until_error(RouteSourceError::slow));
  ASSERT_TRUE(until([&] { return source_changes().size() >= 3; }));
  EXPECT_EQ(source_changes().at(1), false);
}

TEST_F(RisClientTest, DistrustsASilentStreamUntilTheNextMessage) {
  options_.limits.silence = 1ms;
  serve([this](WebSocketPeer& peer) {
    if (server_->connections() == 1) return answer_all(peer);
    for (int i = 0; i < 3; ++i) answer(peer, peer.read().value_or("{}"));
    peer.write(route_of("192.0.2.7", 64496));
    answer_all(peer);
  });
  use({monitored});
  ASSERT_TRUE(until([&] { return !origins().empty(); }));
  EXPECT_EQ(source_changes(), (std::vector<bool>{true, false, true}));
}

TEST_F(RisClientTest, ReconnectsWhenMessagesAreLate) {
  options_.limits.max_late_period = 0ms;
  serve([](WebSocketPeer& peer) {
    for (int i = 0; i < 3; ++i) answer(peer, peer.read().value_or("{}"));
    peer.write(route_of("192.0.2.7", 64496, 10min));
    answer_all(peer);
  });
  use({monitored});
  ASSERT_TRUE(until_error(RouteSourceError::slow));
  ASSERT_TRUE(until([&] { return server_->connections() > 1; }));
  EXPECT_EQ(source_changes(), (std::vector<bool>{true, false}))
      << "the next connection must not be trusted either";
  EXPECT_GE(*client_->status().lag, 10min);
}

}  // namespace
}  // namespace peeringd::test

#include "ris/ris_client.hpp"

#include "ris/ris_message.hpp"
#include "unit/ris/ris_client_fixture.hpp"

namespace peeringd::test {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

const IpPrefix v4 = *IpPrefix::parse("203.0.113.0/24");
const IpPrefix v6 = *IpPrefix::parse("2001:db8:a::/48");

TEST_F(RisClientTest, SubscribesAndReportsRoutes) {
  serve([](WebSocketPeer& peer) {
    for (int i = 0; i < 3; ++i) answer(peer, peer.read().value_or("{}"));
    peer.write(route_of("192.0.2.7", 64496));
    answer_all(peer);
  });
  use({v4});
  ASSERT_TRUE(until([&] { return !origins().empty(); }));
  EXPECT_EQ(origins(), std::vector<AsNumber>{64496});
  EXPECT_EQ(source_changes(), std::vector<bool>{true}) << "before the first route";
  EXPECT_TRUE(std::holds_alternative<SourceChange>(observed_.front()));
  const RisStatus status = client_->status();
  EXPECT_TRUE(status.source.up && status.source.synchronised);
  EXPECT_EQ(status.source.messages, 4U);
  EXPECT_GE(*status.lag, 0s);
  EXPECT_LT(*status.lag, 60s);
  const std::lock_guard lock(mutex_);
  EXPECT_EQ(target_, "/v1/ws/?client=contoso-noc");
}

TEST_F(RisClientTest, SendsASubscriptionAbove16KiB) {
  serve(answer_all);
  std::vector<IpPrefix> many;
  for (unsigned i = 0; i < 3000; ++i) {
    many.emplace_back(boost::asio::ip::make_address_v4(0x0a000000 + (i << 9)), 24);
  }
  use(many);
  EXPECT_TRUE(until([&] { return client_->status().source.synchronised; }));
}

TEST_F(RisClientTest, DropsAServerThatAReloadReplacesDuringTheConnect) {
  serve(answer_all);
  ScriptedServer other([](Peer& peer) { peer.wait_for_end(); });
  use({v4}, other.port());
  ASSERT_EQ(context_.poll_one(), 1U) << "the connection attempt must start";
  use({v4});
  EXPECT_TRUE(until([&] { return client_->status().source.synchronised; }));
}

TEST_F(RisClientTest, RejectsAServerWithAnotherName) {
  serve(answer_all, "ris-live.ripe.example");
  use({v4});
  EXPECT_TRUE(until_error(RouteSourceError::protocol));
  EXPECT_TRUE(source_changes().empty());
}

TEST_F(RisClientTest, RefusesAMessageAboveTheLimit) {
  serve([](WebSocketPeer& peer) {
    peer.write(std::string(max_ris_message_size + 1, ' '));
    answer_all(peer);
  });
  use({v4});
  EXPECT_TRUE(until_error(RouteSourceError::too_long));
}

TEST_F(RisClientTest, CountsMessagesThatItCannotReadAndErrorsOfTheServer) {
  serve([](WebSocketPeer& peer) {
    for (int i = 0; i < 3; ++i) answer(peer, peer.read().value_or("{}"));
    peer.write("{");
    peer.write(R"({"type": "ris_error", "data": {"message": "too many"}})");
    peer.write(route_of("192.0.2.7", 64496));
    answer_all(peer);
  });
  use({v4});
  ASSERT_TRUE(until([&] { return !origins().empty(); }));
  const auto& errors = client_->status().source.errors;
  EXPECT_EQ(errors[static_cast<std::size_t>(RouteSourceError::malformed)], 1U);
  EXPECT_EQ(errors[static_cast<std::size_t>(RouteSourceError::protocol)], 1U);
  EXPECT_EQ(server_->connections(), 1) << "the connection must stay open";
}

TEST_F(RisClientTest, SubscribesToFurtherPrefixesOnTheSameConnection) {
  std::vector<std::string> requests;
  serve([&](WebSocketPeer& peer) {
    while (const auto request = peer.read()) {
      {
        const std::lock_guard lock(mutex_);
        requests.push_back(*request);
      }
      answer(peer, *request);
    }
  });
  use({v4});
  ASSERT_TRUE(until([&] { return client_->status().source.synchronised; }));
  use({v4, v6});
  const auto messages = client_->status().source.messages;
  ASSERT_TRUE(until([&] { return client_->status().source.messages > messages; }));
  use({v6});
  EXPECT_TRUE(client_->status().source.synchronised);
  EXPECT_EQ(server_->connections(), 1);
  EXPECT_EQ(source_changes(), std::vector<bool>{true});
  const std::lock_guard lock(mutex_);
  ASSERT_EQ(requests.size(), 4U);
  EXPECT_EQ(json::parse(requests[3]).at("data").at("prefix"), json::array{"2001:db8:a::/48"});
  client_.reset();
}

}  // namespace
}  // namespace peeringd::test

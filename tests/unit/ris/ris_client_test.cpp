#include "ris/ris_client.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <fstream>
#include <mutex>

#include "ris/ris_message.hpp"
#include "support/run_until.hpp"
#include "unit/ris/web_socket_peer.hpp"

namespace peeringd::test {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

const IpPrefix v4 = *IpPrefix::parse("203.0.113.0/24");
const IpPrefix v6 = *IpPrefix::parse("2001:db8:a::/48");

std::string route_of(const char* peer, unsigned origin, Duration age = 1s) {
  const auto sent = std::chrono::system_clock::now() - age;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(sent.time_since_epoch());
  return R"({"type": "ris_message", "data": {"type": "UPDATE", "host": "rrc00", "peer_asn": "64501",
             "peer": ")" +
         std::string(peer) + R"(", "timestamp": )" + std::to_string(seconds.count()) +
         R"(, "path": [64501, )" + std::to_string(origin) +
         R"(], "announcements": [{"prefixes": ["203.0.113.0/24"]}]}})";
}

// Answers each request as RIS Live does.
bool answer(WebSocketPeer& peer, const std::string& request) {
  const json::value value = json::parse(request);
  if (value.at("type") == "ping") return peer.write(R"({"type": "pong"})");
  return peer.write(json::serialize(json::object{
      {"type", "ris_subscribe_ok"}, {"data", json::object{{"subscription", value.at("data")}}}}));
}

void answer_all(WebSocketPeer& peer) {
  while (const auto request = peer.read()) answer(peer, *request);
}

class RisClientTest : public ::testing::Test {
 protected:
  using Behaviour = std::function<void(WebSocketPeer&)>;

  RisClientTest() {
    std::ofstream(ca_file_) << pem_of(authority_);
    options_.first_delay = 1ms;
    options_.beacons = {*IpPrefix::parse("84.205.65.0/24")};
  }

  ~RisClientTest() override {
    client_.reset();
    context_.run_for(20s);  // returns once the coroutines have ended
    EXPECT_TRUE(context_.stopped());
    std::remove(ca_file_.c_str());
  }

  // Starts a server; `behaviour` runs after the handshakes of each connection.
  void serve(Behaviour behaviour, const std::string& name = "localhost") {
    identity_ = make_identity(name, 1h, &authority_);
    server_.emplace([this, behaviour = std::move(behaviour)](Peer& peer) {
      WebSocketPeer socket(peer);
      const std::string target = socket.accept(identity_);
      if (target.empty()) return;
      {
        const std::lock_guard lock(mutex_);
        target_ = target;
      }
      behaviour(socket);
    });
  }

  void use(std::vector<IpPrefix> monitored) { use(std::move(monitored), server_->port()); }

  void use(std::vector<IpPrefix> monitored, std::uint16_t port) {
    RisConfig config;
    config.client = "contoso-noc";
    config.host = "localhost";
    config.port = port;
    config.ca_file = ca_file_;
    if (!client_) {
      client_.emplace(context_.get_executor(), clock_, options_,
                      [this](const RisClient::Observation& observation) {
                        const bool route = std::holds_alternative<RouteObservation>(observation);
                        if (route && throws_ > 0) {
                          --throws_;
                          throw std::runtime_error("no memory");
                        }
                        observed_.push_back(observation);
                      });
    }
    client_->use(std::move(config), PrefixSet(std::move(monitored)));
  }

  template <typename Condition>
  bool until(Condition condition) {
    return test::run_until(context_, condition, 20s);
  }

  bool until_error(RouteSourceError error) {
    return until(
        [&] { return client_->status().source.errors[static_cast<std::size_t>(error)] > 0; });
  }

  std::vector<bool> source_changes() const {
    std::vector<bool> changes;
    for (const auto& observation : observed_) {
      const auto* change = std::get_if<SourceChange>(&observation);
      if (change != nullptr) changes.push_back(change->connected);
    }
    return changes;
  }

  std::vector<AsNumber> origins() const {
    std::vector<AsNumber> origins;
    for (const auto& observation : observed_) {
      const auto* seen = std::get_if<RouteObservation>(&observation);
      if (seen != nullptr) origins.push_back(*std::get<BgpRoute>(seen->what).origin);
    }
    return origins;
  }

  const std::string ca_file_ = testing::TempDir() + "ris-authority.pem";
  const Identity authority_ = make_identity("authority", 1h);
  Identity identity_;
  std::mutex mutex_;
  std::string target_;  // guarded by mutex_
  std::optional<ScriptedServer> server_;

  boost::asio::io_context context_;
  SystemClock clock_;
  RisOptions options_;
  std::vector<RisClient::Observation> observed_;
  int throws_ = 0;  // at so many routes
  std::optional<RisClient> client_;
};

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

TEST_F(RisClientTest, ReconnectsWhenTheServerCloses) {
  serve([this](WebSocketPeer& peer) {
    for (int i = 0; i < 3; ++i) answer(peer, peer.read().value_or("{}"));
    peer.write(route_of("192.0.2.7", server_->connections() == 1 ? 64496 : 64666));
    if (server_->connections() > 1) answer_all(peer);
  });
  use({v4});
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
  use({v4});
  ASSERT_TRUE(until([&] { return !origins().empty(); }));
  EXPECT_EQ(source_changes(), (std::vector<bool>{true, false, true, false, true, false, true}))
      << "the data has a gap after each failure";
  EXPECT_TRUE(client_->status().source.synchronised);
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

TEST_F(RisClientTest, ReconnectsWhenTheSubscriptionIsNotConfirmed) {
  options_.limits.acknowledge = 1ms;
  serve([](WebSocketPeer& peer) {
    while (peer.read()) {
    }
  });
  use({v4});
  EXPECT_TRUE(until([&] { return server_->connections() > 1; }));
  EXPECT_TRUE(source_changes().empty());
}

TEST_F(RisClientTest, ReconnectsWhenPingsAreNotAnswered) {
  options_.limits.ping = 1ms;
  options_.limits.pong = 1ms;
  serve([](WebSocketPeer& peer) {
    while (const auto request = peer.read()) {
      if (json::parse(*request).at("type") != "ping") answer(peer, *request);
    }
  });
  use({v4});
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
  use({v4});
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
  use({v4});
  ASSERT_TRUE(until_error(RouteSourceError::slow));
  ASSERT_TRUE(until([&] { return server_->connections() > 1; }));
  EXPECT_EQ(source_changes(), (std::vector<bool>{true, false}))
      << "the next connection must not be trusted either";
  EXPECT_GE(*client_->status().lag, 10min);
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

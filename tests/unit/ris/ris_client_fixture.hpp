// A client of RIS Live, the loop that it runs in, and a server of the test.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ris/ris_client.hpp"
#include "support/run_until.hpp"
#include "unit/ris/web_socket_peer.hpp"

namespace peeringd::test {

inline std::string route_of(const char* peer, unsigned origin,
                            Duration age = std::chrono::seconds{1}) {
  const auto sent = std::chrono::system_clock::now() - age;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(sent.time_since_epoch());
  return R"({"type": "ris_message", "data": {"type": "UPDATE", "host": "rrc00", "peer_asn": "64501",
             "peer": ")" +
         std::string(peer) + R"(", "timestamp": )" + std::to_string(seconds.count()) +
         R"(, "path": [64501, )" + std::to_string(origin) +
         R"(], "announcements": [{"prefixes": ["203.0.113.0/24"]}]}})";
}

// Answers each request as RIS Live does.
inline bool answer(WebSocketPeer& peer, const std::string& request) {
  const boost::json::value value = boost::json::parse(request);
  if (value.at("type") == "ping") return peer.write(R"({"type": "pong"})");
  return peer.write(boost::json::serialize(
      boost::json::object{{"type", "ris_subscribe_ok"},
                          {"data", boost::json::object{{"subscription", value.at("data")}}}}));
}

inline void answer_all(WebSocketPeer& peer) {
  while (const auto request = peer.read()) answer(peer, *request);
}

class RisClientTest : public ::testing::Test {
 protected:
  using Behaviour = std::function<void(WebSocketPeer&)>;

  RisClientTest() {
    std::ofstream(ca_file_) << pem_of(authority_);
    options_.first_delay = std::chrono::milliseconds{1};
    options_.beacons = {*IpPrefix::parse("84.205.65.0/24")};
  }

  ~RisClientTest() override {
    client_.reset();
    context_.run_for(std::chrono::seconds{20});  // returns once the coroutines have ended
    EXPECT_TRUE(context_.stopped());
    std::remove(ca_file_.c_str());
  }

  // Starts a server; `behaviour` runs after the handshakes of each connection.
  void serve(Behaviour behaviour, const std::string& name = "localhost") {
    identity_ = make_identity(name, std::chrono::hours{1}, &authority_);
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
    return test::run_until(context_, condition, std::chrono::seconds{20});
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
  const Identity authority_ = make_identity("authority", std::chrono::hours{1});
  Identity identity_;
  std::mutex mutex_;
  std::string target_;  // guarded by mutex_
  std::optional<ScriptedServer> server_;

  boost::asio::io_context context_;
  SystemClock clock_;
  RisOptions options_;
  std::vector<RisClient::Observation> observed_;
  int throws_ = 0;  // how many of the next routes make the listener throw
  std::optional<RisClient> client_;
};

}  // namespace peeringd::test

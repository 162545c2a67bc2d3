#include "rpki/rtr_client.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <optional>

#include "rpki/rtr_query.hpp"
#include "support/addresses.hpp"
#include "support/captured_log.hpp"
#include "support/loopback.hpp"
#include "support/run_until.hpp"
#include "support/scripted_server.hpp"
#include "unit/rpki/rtr_stream.hpp"

namespace peeringd::test {
namespace {

using namespace std::chrono_literals;

std::string_view text_of(const RtrBytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Sends everything that StayRTR sent before its first notification, then stays silent.
void send_recorded(Peer& peer) {
  if (peer.read().empty()) return;
  const RtrBytes stream = recorded("rtr-v1.bin");
  peer.write(text_of(stream).substr(0, 84));
  peer.wait_for_end();
}

class RtrClientTest : public ::testing::Test {
 protected:
  ~RtrClientTest() override {
    client_.reset();
    context_.run_for(20s);  // returns once the coroutines have ended
    EXPECT_TRUE(context_.stopped());
  }

  static RtrCache cache(std::uint16_t port) { return {"127.0.0.1", port}; }

  void use(std::vector<RtrCache> caches, PrefixSet monitored = watched_prefixes()) {
    if (!client_) {
      client_.emplace(context_.get_executor(), clock_, [this](const VrpChange& change) {
        if (std::exchange(throws_, false)) throw std::runtime_error("no memory");
        changes_.push_back(change);
      });
    }
    client_->use(std::move(caches), std::move(monitored));
  }

  template <typename Condition>
  bool until(Condition condition) {
    return test::run_until(context_, condition, 20s);
  }

  bool until_changes(std::size_t count) {
    return until([&] { return changes_.size() >= count; });
  }

  boost::asio::io_context context_;
  SystemClock clock_;
  std::optional<RtrClient> client_;
  std::vector<VrpChange> changes_;
  bool throws_ = false;  // at the next change
};

TEST_F(RtrClientTest, ReportsTheVrpsOfTheFirstCacheThatWorks) {
  const ClosedPort closed(address("127.0.0.1"));
  ScriptedServer silent([](Peer&) {});  // closes at once, in version 1 and in version 0
  ScriptedServer server(send_recorded);
  use({cache(closed.port), cache(silent.port()), cache(server.port())});
  ASSERT_TRUE(until_changes(1));
  EXPECT_EQ(changes_[0].vrps, (std::vector<Vrp>{v4, v6}));
  ASSERT_TRUE(until([&] { return client_->status().caches[2].synchronised; }));
  const RpkiStatus status = client_->status();
  EXPECT_FALSE(status.caches[0].up);
  EXPECT_EQ(status.caches[0].errors[static_cast<std::size_t>(RouteSourceError::connection)], 1U);
  EXPECT_EQ(status.caches[1].errors[static_cast<std::size_t>(RouteSourceError::connection)], 2U);
  EXPECT_TRUE(status.caches[2].up);
  EXPECT_EQ(status.caches[2].messages, 4U);
  EXPECT_TRUE(status.caches[2].last_message);
  EXPECT_EQ(status.vrps, 2U);
  EXPECT_GT(*status.expires_at, clock_.wall() + 1h);
}

TEST_F(RtrClientTest, KeepsTheDataDuringAReconnect) {
  ScriptedServer server([connections = std::make_shared<std::atomic<int>>(0)](Peer& peer) {
    if (peer.read().empty()) return;
    const bool first = ++*connections == 1;
    const Vrp& vrp = first ? v4 : v6;
    const RtrBytes answer =
        cache_response(1, 9) +
        prefix_pdu(1, true, vrp.network.to_string(), vrp.max_length, vrp.origin) +
        end_of_data(1, 9, 1);
    peer.write(text_of(answer));
    if (!first) peer.wait_for_end();
  });
  use({cache(server.port())});
  ASSERT_TRUE(until_changes(2));
  EXPECT_EQ(changes_[0].vrps, std::vector<Vrp>{v4});
  EXPECT_EQ(changes_[1].vrps, std::vector<Vrp>{v6}) << "no change to unknown between them";
}

TEST_F(RtrClientTest, ReadsAnAnswerThatArrivesByteByByte) {
  ScriptedServer server([](Peer& peer) {
    if (peer.read().empty()) return;
    const RtrBytes stream = recorded("rtr-v0.bin");
    for (const std::uint8_t byte : stream) peer.write(text_of({byte}));
    peer.wait_for_end();
  });
  use({cache(server.port())});
  ASSERT_TRUE(until_changes(1));
  EXPECT_EQ(changes_[0].vrps, (std::vector<Vrp>{foreign, v6}));
}

TEST_F(RtrClientTest, DropsACacheThatSendsGarbage) {
  ScriptedServer garbage([](Peer& peer) {
    if (peer.read().empty()) return;
    peer.write(text_of(RtrBytes{1, 4, 0, 0, 0xff, 0xff, 0xff, 0xff}));
    peer.wait_for_end();
  });
  ScriptedServer server(send_recorded);
  use({cache(garbage.port()), cache(server.port())});
  ASSERT_TRUE(until_changes(1));
  EXPECT_EQ(
      client_->status().caches[0].errors[static_cast<std::size_t>(RouteSourceError::malformed)],
      1U);
}

TEST_F(RtrClientTest, AsksAgainForOtherPrefixes) {
  ScriptedServer server([](Peer& peer) {
    const RtrBytes answer =
        cache_response(1, 9) + prefix_pdu(1, true, "203.0.113.0/24", 24, 64496) +
        prefix_pdu(1, true, "2001:db8:a::/48", 48, 64496) + end_of_data(1, 9, 1);
    while (!peer.read().empty()) peer.write(text_of(answer));
  });
  use({cache(server.port())}, PrefixSet({v4.network}));
  ASSERT_TRUE(until_changes(1));
  EXPECT_EQ(changes_[0].vrps, std::vector<Vrp>{v4});
  use({cache(server.port())}, PrefixSet({v6.network}));
  ASSERT_TRUE(until_changes(3));
  EXPECT_EQ(changes_[1].vrps, std::nullopt) << "no VRPs until those of the new prefix have arrived";
  EXPECT_EQ(changes_[2].vrps, std::vector<Vrp>{v6});
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(RtrClientTest, RepeatsAChangeAfterAnExceptionInTheCallback) {
  ScriptedServer server(send_recorded);
  throws_ = true;
  use({cache(server.port())});
  ASSERT_TRUE(until_changes(1));
  EXPECT_EQ(changes_[0].vrps->size(), 2U);
  EXPECT_TRUE(until([&] { return client_->status().caches[0].synchronised; }));
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(RtrClientTest, ChangesToAnotherCacheOnReload) {
  ScriptedServer first(send_recorded);
  ScriptedServer second(send_recorded);
  use({cache(first.port())});
  ASSERT_TRUE(until_changes(1));
  use({cache(second.port())});
  ASSERT_TRUE(until([&] { return client_->status().caches[0].synchronised; }));
  EXPECT_EQ(second.connections(), 1);
  EXPECT_EQ(changes_.size(), 1U) << "both caches have the same data";
}

// The log of some rounds in which no cache works. The last cache is one that refuses.
class RtrClientLogTest : public RtrClientTest {
 protected:
  std::string log_of_rounds(const std::vector<RtrCache>& caches, std::uint64_t rounds = 4) {
    capture_log();
    for (std::uint64_t round = 1; round <= rounds; ++round) {
      use(caches);  // does not wait for the next round
      EXPECT_TRUE(until([&] {
        const auto errors = client_->status().caches.back().errors;
        return errors[static_cast<std::size_t>(RouteSourceError::connection)] == round;
      }));
    }
    return captured_log();
  }

  const ClosedPort closed_{address("127.0.0.1")};
};

TEST_F(RtrClientLogTest, ReportsEachCacheOnceIfTheirProblemsDiffer) {
  const ClosedPort other(address("127.0.0.2"));
  const std::string lines = log_of_rounds({{"127.0.0.2", other.port}, cache(closed_.port)});
  EXPECT_EQ(std::ranges::count(lines, '\n'), 2) << lines;
}

TEST_F(RtrClientLogTest, ReportsEachCacheOnceIfTheirProblemsAreTheSame) {
  const ClosedPort other(address("127.0.0.1"));
  const std::string lines = log_of_rounds({cache(other.port), cache(closed_.port)});
  EXPECT_EQ(std::ranges::count(lines, '\n'), 2) << lines;
}

TEST_F(RtrClientLogTest, ReportsEachProblemOfACacheOnce) {
  int connections = 0;
  ScriptedServer fickle([&](Peer& peer) {
    if (peer.read().empty()) return;
    if (++connections % 2 == 0) peer.write(text_of(RtrBytes{1, 4, 0, 0, 0xff, 0xff, 0xff, 0xff}));
  });
  const std::string lines = log_of_rounds({cache(fickle.port()), cache(closed_.port)}, 6);
  EXPECT_LE(std::ranges::count(lines, '\n'), 3) << lines;
}

TEST_F(RtrClientLogTest, ReportsACacheThatIsConfiguredAgain) {
  const ClosedPort other(address("127.0.0.1"));
  log_of_rounds({cache(closed_.port)}, 1);
  log_of_rounds({cache(other.port)}, 1);
  const std::string lines = log_of_rounds({cache(closed_.port)}, 1);
  EXPECT_EQ(std::ranges::count(lines, '\n'), 1) << lines;
}

}  // namespace
}  // namespace peeringd::test

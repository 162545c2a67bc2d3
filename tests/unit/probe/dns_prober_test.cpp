// Against sockets on loopback that send the test's answers.
#include "probe/dns_prober.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <string>

#include "net/socket.hpp"
#include "support/loopback.hpp"
#include "support/prober_bench.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using test::ProberBench;
using EventType = test::ProbeEvent::Type;

constexpr char no_error = 0;
constexpr char server_failure = 2;
constexpr char no_such_name = 3;
constexpr char refused = 5;

/// A query and its sender.
struct Asked {
  std::string query;
  std::uint16_t port = 0;
};

struct DnsProberOnLoopback : testing::Test {
  DnsOptions options() const { return {.name = "a.example", .port = test::port_of(server)}; }

  /// Waits for the next query.
  Asked asked() {
    Asked result;
    if (!test::wait_for(server.get(), POLLIN)) return result;
    result.query.resize(longest_dns_query);
    auto peer = socket_address({}, 0);
    auto size = static_cast<socklen_t>(peer.capacity());
    const auto length =
        ::recvfrom(server.get(), result.query.data(), result.query.size(), 0, peer.data(), &size);
    result.query.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
    result.port = peer.port();
    return result;
  }

  static std::string reply(const Asked& asked, char code) {
    std::string text = asked.query;
    text[2] = static_cast<char>(0x81);
    text[3] = static_cast<char>(0x80 | code);
    return text;
  }

  bool send(const Asked& asked, const std::string& text) {
    return test::send_to(server, address("127.0.0.1"), asked.port, text);
  }

  Descriptor server = test::udp_socket(address("127.0.0.1"));
  ProberBench bench{options(), {address("127.0.0.1"), {}, {}, 0}};
};

TEST_F(DnsProberOnLoopback, MeasuresTheRoundTripTime) {
  bench.probe(address("127.0.0.1"), 77);
  const Asked query = asked();
  ASSERT_TRUE(send(query, reply(query, no_error)));
  ASSERT_TRUE(bench.until_recorded(EventType::answered));
  EXPECT_TRUE(bench.recorded({EventType::sent, EventType::answered}));
  EXPECT_EQ(bench.last().number, 77U);
  EXPECT_GT(bench.last().round_trip, 0s);
  EXPECT_LT(bench.last().round_trip, 10s);
}

TEST_F(DnsProberOnLoopback, CountsNxdomainAsAnAnswer) {
  bench.probe(address("127.0.0.1"));
  const Asked query = asked();
  ASSERT_TRUE(send(query, reply(query, no_such_name)));
  EXPECT_TRUE(bench.until_recorded(EventType::answered));
}

TEST_F(DnsProberOnLoopback, CountsAProbeAsLostWhenTheResolverFails) {
  bench.probe(address("127.0.0.1"));
  const Asked query = asked();
  ASSERT_TRUE(send(query, reply(query, server_failure)));
  ASSERT_TRUE(bench.until_recorded(EventType::lost));
  EXPECT_EQ(bench.last().loss, LossReason::dns);
}

TEST_F(DnsProberOnLoopback, CountsARefusalWithoutAQuestionAsLoss) {
  bench.probe(address("127.0.0.1"));
  const Asked query = asked();
  std::string refusal = reply(query, refused).substr(0, 12);
  refusal[5] = 0;  // no question
  ASSERT_TRUE(send(query, refusal));
  ASSERT_TRUE(bench.until_recorded(EventType::lost));
  EXPECT_EQ(bench.last().loss, LossReason::dns);
}

TEST_F(DnsProberOnLoopback, DoesNotCountAHeaderAloneAsAnAnswer) {
  bench.probe(address("127.0.0.1"));
  const Asked query = asked();
  std::string header = reply(query, no_error).substr(0, 12);
  header[5] = 0;
  ASSERT_TRUE(send(query, header));
  std::string foreign = reply(query, refused).substr(0, 12);
  foreign[5] = 0;
  foreign[0] = static_cast<char>(foreign[0] ^ 1);
  ASSERT_TRUE(send(query, foreign));
  ASSERT_TRUE(send(query, reply(query, no_such_name)));
  ASSERT_TRUE(bench.until_recorded(EventType::answered));
  EXPECT_TRUE(bench.recorded({EventType::sent, EventType::answered}));
}

TEST_F(DnsProberOnLoopback, IgnoresAnswersToOtherQueries) {
  bench.probe(address("127.0.0.1"), 1);
  const Asked query = asked();
  std::string other_id = reply(query, no_error);
  other_id[0] = static_cast<char>(other_id[0] ^ 0x10);
  std::string other_name = reply(query, no_error);
  other_name[13] = 'b';
  for (const std::string& wrong : {other_id, other_name, query.query, std::string("?")}) {
    ASSERT_TRUE(send(query, wrong));
  }
  const Descriptor stranger = test::udp_socket(address("127.0.0.2"));
  ASSERT_TRUE(test::send_to(stranger, address("127.0.0.1"), query.port, reply(query, no_error)));
  ASSERT_TRUE(send(query, reply(query, server_failure)));
  ASSERT_TRUE(bench.until_recorded(EventType::lost));
  EXPECT_TRUE(bench.recorded({EventType::sent, EventType::lost}));
}

TEST_F(DnsProberOnLoopback, AttributesALateAnswerToItsProbe) {
  const FlightIndex flight = bench.probe(address("127.0.0.1"), 3);
  const Asked query = asked();
  bench.listener.on_lost(flight, LossReason::timeout);
  ASSERT_TRUE(send(query, reply(query, no_error)));
  ASSERT_TRUE(bench.until_recorded(EventType::stray));
  EXPECT_EQ(bench.last().number, 3U);
}

TEST(DnsProber, QueriesTheConfiguredServerInsteadOfTheEndpoint) {
  const Descriptor server = test::udp_socket(address("127.0.0.7"));
  ProberBench bench(
      DnsOptions{
          .name = "a.example", .server = address("127.0.0.7"), .port = test::port_of(server)},
      {address("127.0.0.1"), {}, {}, 0});
  bench.probe(address("127.0.0.1"));
  EXPECT_TRUE(test::wait_for(server.get(), POLLIN));
}

TEST(DnsProber, ReportsARefusalByAClosedPort) {
  const test::ClosedPort closed(address("127.0.0.1"));
  ProberBench bench(DnsOptions{.name = "a.example", .port = closed.port},
                    {address("127.0.0.1"), {}, {}, 0});
  bench.probe(address("127.0.0.1"));
  ASSERT_TRUE(bench.until_recorded(EventType::lost));
  EXPECT_EQ(bench.last().loss, LossReason::refused);
}

TEST(DnsQueries, ForgetTheOldest) {
  DnsQueries queries;
  const DnsOptions options{.name = "a.example"};
  const DnsQuery first = queries.open({1, 2, 3}, options);
  const std::uint16_t id = read_dns_header(first.bytes())->id;
  EXPECT_EQ(queries.find(id, first.bytes()), (ProbeTag{1, 2, 3}));
  for (std::uint32_t i = 0; i < DnsQueries::capacity; ++i) queries.open({i, 0, 0}, options);
  const auto found = queries.find(id, first.bytes());
  EXPECT_TRUE(!found || *found != (ProbeTag{1, 2, 3}));
}

}  // namespace
}  // namespace peeringd

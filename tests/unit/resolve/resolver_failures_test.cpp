// Servers that truncate, refuse, answer nonsense or do not answer.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>

#include "resolver_test.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using test::DnsCode;
using test::DnsQuestion;
using test::DnsReply;
using test::DnsType;
using test::FakeDnsServer;
using test::ResolverTest;
using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST_F(ResolverTest, AsksAgainOverTcpWhenTheAnswerIsTruncated) {
  DnsReply reply{.truncated_over_udp = true};
  for (int i = 1; i <= 200; ++i) {
    reply.records.push_back({"edge.example", DnsType::a, 60, "192.0.2." + std::to_string(i)});
  }
  server_.on("edge.example", DnsType::a, reply);
  const auto result = resolve("edge.example");
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_THAT(result->addresses, SizeIs(200));
  EXPECT_TRUE(server_.questions().back().over_tcp);
}

TEST_F(ResolverTest, RetriesWithoutEdnsIfItIsRefusedOrDropped) {
  options_.timeout = 50ms;
  options_.tries = 8;  // each waits twice as long, so one is long enough even on a busy machine
  std::map<std::string, DnsReply> to_edns{
      {"formerr.example", {.code = DnsCode::formerr}},
      {"servfail.example", {.code = DnsCode::servfail}},
      {"notimp.example", {.code = DnsCode::notimp}},
      {"silent.example", {.silent = true}},
      {"formerr-header.example", {.code = DnsCode::formerr, .header_alone = true}},
      {"notimp-header.example", {.code = DnsCode::notimp, .header_alone = true}},
  };
  server_.on_any([&](const DnsQuestion& question) {
    if (question.edns) return to_edns.at(question.name);
    return DnsReply{{{question.name, DnsType::a, 60, "192.0.2.1"}}};
  });
  for (const auto& [name, reply] : to_edns) {
    resolver_.reset();  // which has cached the working variant
    const auto result = resolve(name);
    EXPECT_TRUE(result) << result.error().message;
  }
}

TEST_F(ResolverTest, RemembersServersWithoutEdns) {
  options_.timeout = 50ms;
  options_.tries = 8;  // as above
  server_.on_any([](const DnsQuestion& question) {
    if (question.edns) return DnsReply{.silent = true};
    return DnsReply{{{question.name, DnsType::a, 60, "192.0.2.1"}}};
  });
  EXPECT_TRUE(resolve("a.example"));
  EXPECT_TRUE(resolve("b.example"));
  const auto second = std::ranges::find(server_.questions(), "b.example", &DnsQuestion::name);
  ASSERT_NE(second, server_.questions().end());
  EXPECT_FALSE(second->edns);
}

TEST_F(ResolverTest, ReportsARefusalWithoutAQuestion) {
  server_.on("refused.example", DnsType::a, {.code = DnsCode::refused, .header_alone = true});
  EXPECT_EQ(failure("refused.example"),
            "no IPv4 address for refused.example (server said REFUSED)");
}

TEST_F(ResolverTest, ReportsTheServersReply) {
  server_.on("broken.example", DnsType::a, {.code = DnsCode::servfail});
  server_.on("refused.example", DnsType::a, {.code = DnsCode::refused});
  server_.on("v4only.example", DnsType::aaaa, {});
  EXPECT_EQ(failure("absent.example", Family::ipv6),
            "no IPv6 address for absent.example (server said NXDOMAIN)");
  EXPECT_EQ(failure("broken.example"), "no IPv4 address for broken.example (server said SERVFAIL)");
  EXPECT_EQ(failure("refused.example"),
            "no IPv4 address for refused.example (server said REFUSED)");
  EXPECT_EQ(failure("v4only.example", Family::ipv6),
            "no IPv6 address for v4only.example (no such record)");
}

TEST_F(ResolverTest, AsksTheNextServerWhenOneFails) {
  FakeDnsServer second{context_};
  options_.servers = {server_.address(), second.address()};
  server_.on("edge.example", DnsType::a, {.code = DnsCode::servfail});
  second.on("edge.example", DnsType::a, {{{"edge.example", DnsType::a, 60, "192.0.2.1"}}});
  EXPECT_THAT(resolve("edge.example")->addresses, ElementsAre(address("192.0.2.1")));
}

TEST_F(ResolverTest, GivesUpOnSilenceAfterItsTries) {
  options_.timeout = 20ms;
  options_.tries = 3;
  server_.on("silent.example", DnsType::a, {.silent = true});
  EXPECT_EQ(failure("silent.example"),
            "no IPv4 address for silent.example (no name server answered in time)");
  EXPECT_TRUE(until([this] { return server_.questions().size() == 3; }));
}

TEST_F(ResolverTest, IgnoresInvalidReplies) {
  options_.timeout = 20ms;
  server_.on("short.example", DnsType::a, {.raw = {{0x85}}});
  server_.on("noise.example", DnsType::a, {.raw = std::vector<std::uint8_t>(500, 0xc0)});
  server_.on("empty.example", DnsType::a,
             {.raw = {{0x85, 0x80, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}}});
  for (const char* host : {"short.example", "noise.example", "empty.example"}) {
    EXPECT_EQ(failure(host),
              "no IPv4 address for " + std::string(host) + " (no name server answered in time)");
  }
}

TEST_F(ResolverTest, SurvivesEveryTruncation) {
  // A whole answer for "x.example", without the id; the question must match to be considered.
  const std::vector<std::uint8_t> whole{
      0x85, 0x80, 0, 1, 0,    1,  0, 0, 0, 0, 1, 'x', 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0,
      0,    1,    0, 1, 0xc0, 12, 0, 1, 0, 1, 0, 0,   0, 60,  0,   4,   192, 0,   2,   1};
  const auto reply_with = [&](std::size_t size) {
    const auto end = whole.begin() + static_cast<std::ptrdiff_t>(size);
    server_.on("x.example", DnsType::a, {.raw = std::vector<std::uint8_t>(whole.begin(), end)});
  };
  reply_with(whole.size());
  EXPECT_TRUE(resolve("x.example"));

  options_.timeout = 2ms;
  options_.tries = 1;
  resolver_.reset();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    reply_with(size);
    EXPECT_FALSE(resolve("x.example")) << size << " bytes";
  }
}

TEST_F(ResolverTest, ReportsWhyNoServerCouldBeAsked) {
  source_.address = address("203.0.113.10");  // not ours
  options_.servers = {"192.0.2.53"};          // never sent to
  EXPECT_EQ(failure("edge.example"),
            "no IPv4 address for edge.example (cannot send from 203.0.113.10: Cannot assign "
            "requested address)");
}

TEST_F(ResolverTest, ReportsARefusedPort) {
  std::string address;
  {
    FakeDnsServer gone{context_};
    address = gone.address();
  }
  options_.servers = {address};
  EXPECT_EQ(failure("edge.example"),
            "no IPv4 address for edge.example (name server 127.0.0.1: Connection refused)");
}

}  // namespace
}  // namespace peeringd

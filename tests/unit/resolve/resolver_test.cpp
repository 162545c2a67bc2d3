#include "resolve/resolver.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "resolve/hosts_file.hpp"
#include "resolve/question_queue.hpp"
#include "resolver_test.hpp"
#include "support/namespace_test.hpp"

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
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(ResolverTest, FindsAddressesAndTheirTtl) {
  server_.on("edge.example", DnsType::a,
             {{{"edge.example", DnsType::a, 300, "192.0.2.1"},
               {"edge.example", DnsType::a, 120, "192.0.2.2"}}});
  const auto result = resolve("edge.example");
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(*result, (ResolvedAddresses{{address("192.0.2.1"), address("192.0.2.2")}, 120s}));
}

TEST_F(ResolverTest, FindsOnlyAddressesOfTheRequestedFamily) {
  server_.on("edge.example", DnsType::a, {{{"edge.example", DnsType::a, 60, "192.0.2.1"}}});
  server_.on("edge.example", DnsType::aaaa, {{{"edge.example", DnsType::aaaa, 60, "2001:db8::1"}}});
  EXPECT_THAT(resolve("edge.example", Family::ipv6)->addresses,
              ElementsAre(address("2001:db8::1")));
  EXPECT_THAT(resolve("edge.example", Family::ipv4)->addresses, ElementsAre(address("192.0.2.1")));
}

TEST_F(ResolverTest, FollowsAliasesAndUsesTheSmallestTtlOfTheChain) {
  server_.on("outlook.example", DnsType::a,
             {{{"outlook.example", DnsType::cname, 300, "ooc.example"},
               {"ooc.example", DnsType::cname, 10, "ring.example"},
               {"ring.example", DnsType::a, 60, "192.0.2.7"}}});
  const auto result = resolve("outlook.example");
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(*result, (ResolvedAddresses{{address("192.0.2.7")}, 10s}));
}

TEST_F(ResolverTest, TreatsATtlBeyondItsRangeAsZero) {
  server_.on("edge.example", DnsType::a, {{{"edge.example", DnsType::a, 0x80000001, "192.0.2.1"}}});
  EXPECT_EQ(resolve("edge.example")->ttl, 0s);
}

TEST_F(ResolverTest, SendsFromItsSource) {
  source_.address = address("127.0.0.5");
  server_.on(
      "edge.example", DnsType::a,
      {.records = {{"edge.example", DnsType::a, 60, "192.0.2.1"}}, .truncated_over_udp = true});
  ASSERT_TRUE(resolve("edge.example"));
  ASSERT_THAT(server_.questions(), SizeIs(2));
  for (const DnsQuestion& question : server_.questions()) {
    EXPECT_EQ(question.asker, address("127.0.0.5")) << (question.over_tcp ? "TCP" : "UDP");
  }
}

TEST_F(ResolverTest, SendsFromItsIpv6Source) {
  std::optional<FakeDnsServer> server;
  try {
    server.emplace(context_, "::1");
  } catch (const boost::system::system_error& error) {
    GTEST_SKIP() << "no IPv6 here: " << error.what();
  }
  source_.address = address("::1");
  options_.servers = {server->address()};
  server->on("edge.example", DnsType::aaaa, {{{"edge.example", DnsType::aaaa, 60, "2001:db8::1"}}});
  EXPECT_TRUE(resolve("edge.example", Family::ipv6));
  ASSERT_THAT(server->questions(), SizeIs(1));
  EXPECT_EQ(server->questions()[0].asker, address("::1"));
}

TEST_F(ResolverTest, AsksAServerOfTheOtherFamily) {
  source_.address = address("::1");
  server_.on("edge.example", DnsType::aaaa, {{{"edge.example", DnsType::aaaa, 60, "2001:db8::1"}}});
  EXPECT_TRUE(resolve("edge.example", Family::ipv6));
}

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

// The truncated answers of big.example lead to a closed TCP port, which must only end the lookup of
// big.example.
TEST_F(ResolverTest, DelaysNoOtherNameByATruncatedAnswer) {
  server_.close_tcp();
  server_.on("big.example", DnsType::a, {.truncated_over_udp = true});
  server_.on("good.example", DnsType::a, {{{"good.example", DnsType::a, 60, "192.0.2.1"}}});
  server_.on("silent.example", DnsType::a, {.silent = true});
  std::map<std::string, std::string> results;
  for (const char* host : {"silent.example", "big.example", "good.example"}) {
    resolver().resolve(host, Family::ipv4, [&results, host](const auto& result) {
      results[host] = result ? "found" : result.error().message;
    });
  }
  ASSERT_TRUE(until([&results] { return results.size() == 2; }));
  EXPECT_EQ(results["good.example"], "found");
  EXPECT_EQ(results["big.example"],
            "no IPv4 address for big.example (name server 127.0.0.1 over TCP: Connection refused)");
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

// A forged answer must also have the right port.
TEST_F(ResolverTest, UsesASeparatePortForEachQuestion) {
  std::size_t answered = 0;
  for (int i = 0; i < 40; ++i) {
    resolver().resolve("host" + std::to_string(i) + ".example", Family::ipv4,
                       [&answered](const auto&) { ++answered; });
  }
  ASSERT_TRUE(until([&answered] { return answered == 40; }));
  std::set<std::uint16_t> ports;
  for (const DnsQuestion& question : server_.questions()) ports.insert(question.port);
  EXPECT_GE(ports.size(), 38U) << "a port may be chosen again once it is free";
}

TEST_F(ResolverTest, FollowsAliasesToNamesThatAreNotHostNames) {
  server_.on("edge.example", DnsType::a,
             {{{"edge.example", DnsType::cname, 60, "front door.example"},
               {"front door.example", DnsType::cname, 60, "*.ring.example"},
               {"*.ring.example", DnsType::a, 60, "192.0.2.1"}}});
  const auto result = resolve("edge.example");
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_THAT(result->addresses, ElementsAre(address("192.0.2.1")));
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

TEST_F(ResolverTest, RejectsServersThatAreNotAddresses) {
  options_.servers = {"dns.example"};
  EXPECT_THAT(failure("edge.example"), HasSubstr("\"dns.example\" is not a name server address"));
}

TEST_F(ResolverTest, RejectsInvalidNames) {
  EXPECT_FALSE(resolve(std::string(300, 'a')));
  EXPECT_FALSE(resolve("two..dots.example"));
  EXPECT_FALSE(resolve(""));
}

TEST_F(ResolverTest, AnswersLiteralAddressesWithoutAsking) {
  EXPECT_EQ(*resolve("192.0.2.1"), (ResolvedAddresses{{address("192.0.2.1")}, 1h}));
  EXPECT_EQ(failure("192.0.2.1", Family::ipv6),
            "no IPv6 address for 192.0.2.1 (it is an address of the other family)");
  EXPECT_THAT(server_.questions(), IsEmpty());
}

TEST_F(ResolverTest, UsesTheHostsFile) {
  const std::string path = ::testing::TempDir() + "hosts.of.resolver." + std::to_string(getpid());
  std::ofstream{path} << "192.0.2.1 edge.example\n";
  options_.hosts = std::make_shared<HostsFile>(context_.get_executor(), path);
  const auto result = resolve("edge.example");
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(*result, (ResolvedAddresses{{address("192.0.2.1")}, 60s, /*from_hosts_file=*/true}));
  EXPECT_THAT(server_.questions(), IsEmpty());
  EXPECT_FALSE(resolve("edge.example", Family::ipv6)) << "of which the file has none";
  EXPECT_THAT(server_.questions(), SizeIs(1));
  std::remove(path.c_str());
}

TEST_F(ResolverTest, TriesNoSearchDomain) {
  EXPECT_FALSE(resolve("gateway"));
  EXPECT_FALSE(resolve("absent.example"));
  ASSERT_THAT(server_.questions(), SizeIs(2));
  EXPECT_EQ(server_.questions()[0].name, "gateway");
  EXPECT_EQ(server_.questions()[1].name, "absent.example");
}

TEST_F(ResolverTest, ResolvesAThousandNamesWithoutFloodingTheServer) {
  std::size_t answered = 0;
  std::size_t max_asked_at_once = 0;
  server_.on_any([&](const DnsQuestion& question) {
    max_asked_at_once = std::max(max_asked_at_once, server_.questions().size() - answered);
    return DnsReply{{{question.name, DnsType::a, 60, "192.0.2.1"}}};
  });
  for (int i = 0; i < 1000; ++i) {
    resolver().resolve("host" + std::to_string(i) + ".example", Family::ipv4,
                       [&answered](const auto& result) { answered += result ? 1 : 0; });
  }
  EXPECT_TRUE(until([&answered] { return answered == 1000; })) << answered;
  EXPECT_THAT(server_.questions(), SizeIs(1000)) << "no query may be repeated";
  EXPECT_LE(max_asked_at_once, 101u);
}

TEST_F(ResolverTest, SharesTheLimitOfOpenQuestionsWithOtherSources) {
  options_.queue = std::make_shared<QuestionQueue>(context_.get_executor());
  server_.on_any([](const DnsQuestion&) { return DnsReply{.silent = true}; });
  Source other = source_;
  other.address = address("127.0.0.2");
  Resolver second(context_.get_executor(), other, options_);
  for (int i = 0; i < 100; ++i) {
    const std::string host = "host" + std::to_string(i) + ".example";
    resolver().resolve(host, Family::ipv4, [](const auto&) {});
    second.resolve(host, Family::ipv4, [](const auto&) {});
  }
  EXPECT_TRUE(until([this] { return server_.questions().size() == 50; }));
  context_.poll();
  EXPECT_THAT(server_.questions(), SizeIs(50));
}

TEST_F(ResolverTest, DelaysNoOtherNameByASilentOne) {
  server_.on("silent.example", DnsType::a, {.silent = true});
  server_.on("edge.example", DnsType::a, {{{"edge.example", DnsType::a, 60, "192.0.2.1"}}});
  bool silent_done = false;
  resolver().resolve("silent.example", Family::ipv4, [&](const auto&) { silent_done = true; });
  EXPECT_TRUE(resolve("edge.example"));
  EXPECT_FALSE(silent_done);
}

TEST_F(ResolverTest, DropsPendingLookupsWhenDestroyed) {
  server_.on("silent.example", DnsType::a, {.silent = true});
  int calls = 0;
  for (const char* host : {"silent.example", "192.0.2.1", "localhost"}) {
    resolver().resolve(host, Family::ipv4, [&](const auto&) { ++calls; });
  }
  context_.poll_one();
  const int before = calls;
  resolver_.reset();
  context_.poll();
  EXPECT_EQ(calls, before);
}

TEST_F(ResolverTest, MayBeDestroyedByItsOwnCallback) {
  server_.on("silent.example", DnsType::a, {.silent = true});
  bool called = false;
  resolver().resolve("silent.example", Family::ipv4, [](const auto&) { FAIL(); });
  resolver().resolve("absent.example", Family::ipv4, [&](const auto&) {
    resolver_.reset();
    called = true;
  });
  EXPECT_TRUE(until([&called] { return called; }));
  context_.poll();
}

}  // namespace
}  // namespace peeringd

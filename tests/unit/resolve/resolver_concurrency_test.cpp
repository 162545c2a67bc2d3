// Many lookups at a time, and the end of a resolver during lookups.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "resolve/question_queue.hpp"
#include "resolver_test.hpp"

namespace peeringd {
namespace {

using test::address;
using test::DnsQuestion;
using test::DnsReply;
using test::DnsType;
using test::ResolverTest;
using ::testing::SizeIs;

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

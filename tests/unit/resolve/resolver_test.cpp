#include "resolve/resolver.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>

#include "resolve/hosts_file.hpp"
#include "resolver_test.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using test::DnsQuestion;
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

TEST_F(ResolverTest, FollowsAliasesToNamesThatAreNotHostNames) {
  server_.on("edge.example", DnsType::a,
             {{{"edge.example", DnsType::cname, 60, "front door.example"},
               {"front door.example", DnsType::cname, 60, "*.ring.example"},
               {"*.ring.example", DnsType::a, 60, "192.0.2.1"}}});
  const auto result = resolve("edge.example");
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_THAT(result->addresses, ElementsAre(address("192.0.2.1")));
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

}  // namespace
}  // namespace peeringd

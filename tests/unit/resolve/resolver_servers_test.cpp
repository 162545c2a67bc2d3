// Which servers a resolver asks: those of resolv.conf, read again when it changes.
#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <set>

#include "resolver_test.hpp"
#include "support/namespace_test.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::DnsQuestion;
using test::DnsReply;
using test::DnsType;
using test::FakeDnsServer;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ResolvConfTest : public test::ResolverTest {
 protected:
  ResolvConfTest() {
    options_.servers.clear();
    options_.port = server_.port();
    options_.resolv_conf = path_;
  }
  ~ResolvConfTest() override { std::remove(path_.c_str()); }

  void write(const std::string& text) {
    std::ofstream{path_ + ".new"} << text;
    std::rename((path_ + ".new").c_str(), path_.c_str());
  }

  const std::string path_ = ::testing::TempDir() + "resolv.conf." + std::to_string(getpid());
};

TEST_F(ResolvConfTest, AsksItsServersAndNoSearchDomain) {
  write("search corp.example\nnameserver 127.0.0.1\noptions ndots:5\n");
  EXPECT_FALSE(resolve("a.example"));
  ASSERT_THAT(server_.questions(), SizeIs(1));
  EXPECT_EQ(server_.questions()[0].name, "a.example");
}

TEST_F(ResolvConfTest, NeverAsksThisHostInsteadOfAnUnusableServer) {
  write("nameserver fe80::53%absent0\n");
  EXPECT_EQ(failure("a.example"),
            "no IPv4 address for a.example (cannot ask name server fe80::53%absent0: there is no "
            "interface absent0)");
  write("nameserver dns.example\n");
  EXPECT_THAT(failure("a.example"), HasSubstr("it names no usable name server"));
  EXPECT_THAT(server_.questions(), IsEmpty());
}

// In a namespace, where an interface has a link-local address.
std::string ask_a_link_local_server() {
  CHECK(
      test::shell("ip link set lo up && ip tuntap add wan0 mode tun && ip link set wan0 up && "
                  "ip address add fe80::53/64 dev wan0 nodad"));
  boost::asio::io_context context;
  FakeDnsServer server(context, "fe80::53%wan0");
  server.on("edge.example", DnsType::a, {{{"edge.example", DnsType::a, 60, "192.0.2.1"}}});
  ResolverOptions options;
  options.port = server.port();
  options.servers = {"fe80::53%wan0"};
  Resolver resolver(context.get_executor(), test::from("127.0.0.1"), options);
  std::optional<Result<ResolvedAddresses>> result;
  resolver.resolve("edge.example", Family::ipv4, [&](auto found) { result = std::move(found); });

  const auto deadline = std::chrono::steady_clock::now() + 20s;
  while (!result && context.run_one_until(deadline) != 0) {
  }
  CHECK(result && *result);
  return {};
}

TEST(Resolver, AsksALinkLocalServerThroughItsInterface) {
  SUCCEEDS_IN_A_NAMESPACE(ask_a_link_local_server);
}

TEST_F(ResolvConfTest, RereadsAChangedFile) {
  write("nameserver 127.0.0.2\n");  // no server listens there
  EXPECT_THAT(failure("edge.example"), HasSubstr("name server 127.0.0.2: Connection refused"));
  server_.on("edge.example", DnsType::a, {{{"edge.example", DnsType::a, 60, "192.0.2.1"}}});
  write("nameserver 127.0.0.1\n");
  EXPECT_TRUE(resolve("edge.example"));
}

TEST_F(ResolvConfTest, CompletesPendingQuestionsAfterAChange) {
  write("nameserver 127.0.0.1\n");
  std::set<std::string> done;
  server_.on_any([this](const DnsQuestion& question) {
    write("nameserver 127.0.0.2\n");  // while the query is pending
    return DnsReply{{{question.name, DnsType::a, 60, "192.0.2.1"}}};
  });
  for (const char* host : {"a.example", "b.example"}) {
    resolver().resolve(host, Family::ipv4, [&done, host](const auto& result) {
      if (result) done.insert(host);
    });
  }
  EXPECT_TRUE(until([this] { return !server_.questions().empty(); }));
  EXPECT_THAT(failure("c.example"), HasSubstr("127.0.0.2"));
  EXPECT_TRUE(until([&done] { return done.size() == 2; }));
}

}  // namespace
}  // namespace peeringd

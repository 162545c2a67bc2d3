#include "route_sources/bmp_sockets.hpp"

#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>

#include "route_sources/bmp_listeners.hpp"
#include "support/addresses.hpp"
#include "support/run_until.hpp"

namespace peeringd::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using Tcp = boost::asio::ip::tcp;

ListenAddress at(const char* host, std::uint16_t port) {
  return {address(host), port};
}

Config config_at(std::vector<ListenAddress> listen) {
  Config config;
  PrefixConfig prefix;
  prefix.prefix = *IpPrefix::parse("203.0.113.0/24");
  prefix.routes.origins = {64496};
  config.connections.emplace_back().prefixes.push_back(prefix);
  config.routes.bmp = BmpConfig{std::move(listen), {{"r1", address("192.0.2.1")}}};
  return config;
}

std::vector<ListenAddress> addresses_of(const Result<BmpSockets>& sockets) {
  std::vector<ListenAddress> addresses;
  for (const BmpSocket& socket : *sockets) addresses.push_back(socket.at);
  return addresses;
}

const Config nothing;

TEST(BmpSockets, AreThoseOfNewAddresses) {
  const Config before = config_at({at("127.0.0.1", 11019), at("127.0.0.2", 11019)});
  const Config after = config_at({at("127.0.0.1", 11019), at("127.0.0.3", 11019)});
  EXPECT_THAT(addresses_of(open_added_bmp_sockets(before, after)),
              ElementsAre(at("127.0.0.3", 11019)));
  EXPECT_THAT(addresses_of(open_added_bmp_sockets(after, nothing)), ElementsAre());
}

TEST(BmpSockets, CannotBeOpenedOnAnAddressInUse) {
  const auto taken = open_added_bmp_sockets(nothing, config_at({at("127.0.0.1", 11019)}));
  const Config after = config_at({at("127.0.0.2", 11019), at("127.0.0.1", 11019)});
  const auto opened = open_added_bmp_sockets(nothing, after);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().message,
            "routes.bmp.listen: cannot listen on 127.0.0.1:11019: Address already in use");
  EXPECT_TRUE(open_added_bmp_sockets(nothing, config_at({at("127.0.0.2", 11019)})))
      << "nothing is left open";
}

TEST(BmpSockets, AreNotOpenedForAnAddressThatIsNoNews) {
  const auto taken = open_added_bmp_sockets(nothing, config_at({at("127.0.0.1", 11019)}));
  const Config config = config_at({at("127.0.0.1", 11019)});
  EXPECT_THAT(addresses_of(open_added_bmp_sockets(config, config)), ElementsAre());
}

TEST(BmpSockets, AreNotOpenedWithoutRoutesToWatch) {
  Config config = config_at({at("127.0.0.1", 11019)});
  config.connections.clear();
  EXPECT_THAT(addresses_of(open_added_bmp_sockets(nothing, config)), ElementsAre());
}

TEST(BmpSockets, WaitForAnAddressThatTheyReplace) {
  const Config one = config_at({at("127.0.0.1", 11019)});
  const Config all = config_at({at("0.0.0.0", 11019)});
  EXPECT_THAT(addresses_of(open_added_bmp_sockets(one, all)), ElementsAre());
  EXPECT_THAT(addresses_of(open_added_bmp_sockets(all, one)), ElementsAre());
  EXPECT_THAT(
      addresses_of(open_added_bmp_sockets(one, config_at({at("::", 11019), at("0.0.0.0", 11020)}))),
      ElementsAre(at("::", 11019), at("0.0.0.0", 11020)));
}

TEST(BmpSockets, AreListenedOn) {
  boost::asio::io_context context;
  const SystemClock clock;
  int accepted = 0;
  BmpListeners listeners(context.get_executor(), clock, [&](Tcp::socket) { ++accepted; });
  const std::vector<ListenAddress> addresses{at("127.0.0.1", 11019), at("127.0.0.2", 11019)};
  auto opened = open_added_bmp_sockets(nothing, config_at({addresses[1]}));
  ASSERT_TRUE(opened);
  listeners.listen_on(addresses, *std::move(opened));
  for (const ListenAddress& one : addresses) {
    Tcp::socket client(context);
    client.connect({one.address, one.port});
  }
  EXPECT_TRUE(run_until(
      context, [&] { return accepted == 2; }, 20s));
}

}  // namespace
}  // namespace peeringd::test

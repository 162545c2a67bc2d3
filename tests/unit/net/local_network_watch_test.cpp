// Changes real interfaces in network namespaces.
#include "net/local_network_watch.hpp"

#include <gtest/gtest.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <chrono>

#include "net/netlink_socket.hpp"
#include "net/route_notices.hpp"
#include "support/namespace_test.hpp"
#include "support/run_until.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::shell;

const LocalAddress* find(const LocalNetwork& network, const char* address) {
  const auto wanted = boost::asio::ip::make_address(address);
  const auto found = std::ranges::find(network.addresses, wanted, &LocalAddress::address);
  return found == network.addresses.end() ? nullptr : &*found;
}

// A watch with its own loop, and the network that it reported last.
class Watched {
 public:
  Watched()
      : watch_(context_.get_executor(), [this](const LocalNetwork& network) {
          last_ = network;
          ++calls_;
        }) {}

  Result<void> start() { return watch_.start(); }
  void stop() { watch_.stop(); }
  int calls() const { return calls_; }

  // Runs the loop until the last network meets the condition; false after a timeout.
  template <typename Condition>
  bool until(Condition condition) {
    return test::run_until(context_, [&] { return calls_ > 0 && condition(last_); });
  }
  void run_out() { context_.run(); }

 private:
  boost::asio::io_context context_;
  LocalNetwork last_;
  int calls_ = 0;
  LocalNetworkWatch watch_;
};

std::string see_addresses_come_and_go() {
  Watched watched;
  CHECK(watched.start());
  CHECK(watched.until([](const auto& network) { return network.default_routes.empty(); }));

  CHECK(
      shell("ip link add wan0 type veth peer name isp0 && ip address add 203.0.113.10/24 dev wan0"
            " && ip link set isp0 up"));
  CHECK(watched.until([](const auto& network) {
    const auto* address = find(network, "203.0.113.10");
    return address != nullptr && !address->usable && address->interface == "wan0";
  }));

  CHECK(shell("ip link set wan0 up && ip route add default via 203.0.113.1"));
  CHECK(watched.until([](const auto& network) {
    const auto* address = find(network, "203.0.113.10");
    return address != nullptr && address->usable && network.default_routes.size() == 1 &&
           default_route_address(network, Family::ipv4) == *address;
  }));

  CHECK(shell("ip address add 2001:db8:b::10/48 dev wan0 nodad"));
  CHECK(watched.until([](const auto& network) {
    const auto* address = find(network, "2001:db8:b::10");
    return address != nullptr && address->usable && address->prefix_length == 48;
  }));

  CHECK(shell("ip link set isp0 down"));  // the carrier goes
  CHECK(watched.until([](const auto& network) {
    const auto* address = find(network, "203.0.113.10");
    return address != nullptr && !address->usable &&
           !default_route_address(network, Family::ipv4).has_value();
  }));

  CHECK(shell("ip link delete wan0"));
  CHECK(watched.until([](const auto& network) { return !find(network, "203.0.113.10"); }));
  return {};
}

TEST(LocalNetworkWatch, ReportsChangesOfAddressesCarrierAndRoutes) {
  SUCCEEDS_IN_A_NAMESPACE(see_addresses_come_and_go);
}

std::string lose_notices() {
  Watched watched;
  CHECK(watched.start());
  CHECK(watched.until([](const auto&) { return true; }));
  // More notifications than the socket's buffer holds, without reading them.
  CHECK(
      shell("ip link set lo up && "
            "for i in $(seq 1 2000); do echo address add 192.0.$((i / 250)).$((i % 250 + 1))/32"
            " dev lo; done | ip -batch - && ip address add 203.0.113.10/24 dev lo"));
  CHECK(watched.until([](const auto& network) { return find(network, "203.0.113.10"); }));
  CHECK(shell("ip address del 203.0.113.10/24 dev lo"));
  CHECK(watched.until([](const auto& network) { return !find(network, "203.0.113.10"); }));
  return {};
}

TEST(LocalNetworkWatch, SurvivesAnOverrunOfItsSocket) {
  SUCCEEDS_IN_A_NAMESPACE(lose_notices);
}

std::string hear_of_few_routes() {
  CHECK(
      shell("ip link set lo up && ip link add wan0 type veth peer name isp0 && ip link set isp0 up"
            " && ip link set wan0 up && ip address add 203.0.113.10/24 dev wan0"));
  auto socket = open_netlink_socket(RTMGRP_IPV4_ROUTE, SOCK_NONBLOCK);
  CHECK(socket);
  const int number = mnl_socket_get_fd(socket->get());
  CHECK(hear_only_of_default_and_local_routes(number));
  const auto notices = [number] {
    std::array<char, 4096> buffer{};
    int count = 0;
    while (recv(number, buffer.data(), buffer.size(), MSG_DONTWAIT) > 0) ++count;
    return count;
  };
  CHECK(shell("ip route add 192.0.2.0/24 via 203.0.113.1 && ip route del 192.0.2.0/24"));
  CHECK(notices() == 0);
  CHECK(shell("ip route add default via 203.0.113.1 && ip route del default"));
  CHECK(notices() == 2);
  CHECK(shell("ip route add local 198.51.100.0/25 dev lo"));
  CHECK(notices() == 1);
  return {};
}

TEST(LocalNetworkWatch, ReceivesNoNoticesOfOtherRoutes) {
  SUCCEEDS_IN_A_NAMESPACE(hear_of_few_routes);
}

TEST(LocalNetworkWatch, ReportsTheNetworkAtTheStart) {
  Watched watched;
  ASSERT_TRUE(watched.start());
  EXPECT_EQ(watched.calls(), 0) << "called from within start()";
  EXPECT_TRUE(
      watched.until([](const auto& network) { return find(network, "127.0.0.1") != nullptr; }));
}

TEST(LocalNetworkWatch, IsSilentAfterStop) {
  Watched watched;
  ASSERT_TRUE(watched.start());
  watched.stop();
  watched.run_out();  // returns, so nothing is left waiting
  EXPECT_EQ(watched.calls(), 0);
}

TEST(LocalNetworkWatch, MayBeStoppedByItsOwnCallback) {
  boost::asio::io_context context;
  int calls = 0;
  std::optional<LocalNetworkWatch> watch;
  watch.emplace(context.get_executor(), [&](const LocalNetwork&) {
    ++calls;
    watch.reset();
  });
  ASSERT_TRUE(watch->start());
  context.run();
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace peeringd

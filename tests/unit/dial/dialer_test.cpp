#include "dial/dialer.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <optional>

#include "support/addresses.hpp"
#include "support/loopback.hpp"
#include "support/namespace_test.hpp"

namespace peeringd::test {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;

using Connected = std::optional<Result<tcp::socket>>;

boost::asio::awaitable<void> dial_with(Dialer& dialer, std::string host, std::uint16_t port,
                                       Connected& connected) {
  Result<tcp::socket> result = co_await dialer.connect(std::move(host), port);
  connected.emplace(std::move(result));
}

// What connect() returned, if it did so within 20 s. `meanwhile` runs after its start.
Connected dial(const std::string& host, std::uint16_t port,
               const std::function<void(Dialer&)>& meanwhile = {}) {
  boost::asio::io_context context;
  Connected connected;
  {
    Dialer dialer(context.get_executor());
    boost::asio::co_spawn(context, dial_with(dialer, host, port, connected), boost::asio::detached);
    if (meanwhile) {
      context.poll();
      meanwhile(dialer);
    }
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (!connected && context.run_one_until(deadline) > 0) {
    }
  }
  context.run_for(20s);
  if (connected && *connected) {
    // A socket must not outlive its context.
    EXPECT_TRUE((*connected)->is_open());
    boost::system::error_code ignored;
    (*connected)->close(ignored);
    connected.emplace(Error{"connected"});
  }
  return connected;
}

std::string outcome(const Connected& connected) {
  return connected ? connected->error().message : "nothing";
}

TEST(Dialer, ConnectsToAnAddress) {
  const Descriptor v4 = tcp_listener(address("127.0.0.1"));
  EXPECT_EQ(outcome(dial("127.0.0.1", port_of(v4))), "connected");
  const Descriptor v6 = tcp_listener(address("::1"));
  EXPECT_EQ(outcome(dial("::1", port_of(v6))), "connected");
}

TEST(Dialer, NamesTheAddressThatRefuses) {
  const ClosedPort closed(address("127.0.0.1"));
  EXPECT_EQ(outcome(dial("127.0.0.1", closed.port)), "127.0.0.1: Connection refused");
}

std::string connects_by_name() {
  CHECK(shell("ip link set lo up"));
  CHECK(replace_file("/etc/hosts", "::1 cache.example\n127.0.0.1 cache.example\n"));
  // Nothing listens on ::1, which is tried first.
  const Descriptor listener = tcp_listener(address("127.0.0.1"));
  CHECK(outcome(dial("cache.example", port_of(listener))) == "connected");
  return {};
}

TEST(Dialer, LooksANameUpAndTriesEachAddress) {
  SUCCEEDS_IN_A_NAMESPACE(connects_by_name);
}

std::string reports_an_unknown_name() {
  CHECK(replace_file("/etc/resolv.conf", "nameserver 127.0.0.1\n"));  // nothing listens there
  CHECK(outcome(dial("cache.example", 323)).find("cache.example") != std::string::npos);
  return {};
}

TEST(Dialer, ReportsANameThatCannotBeLookedUp) {
  SUCCEEDS_IN_A_NAMESPACE(reports_an_unknown_name);
}

TEST(Dialer, EndsWhenItIsStopped) {
  const auto stop = [](Dialer& dialer) { dialer.stop(); };
  // 192.0.2.1 has no route in the tests' network; a name needs a lookup.
  EXPECT_NE(outcome(dial("192.0.2.1", 323, stop)), "nothing");
  EXPECT_NE(outcome(dial("cache.example", 323, stop)), "nothing");
}

}  // namespace
}  // namespace peeringd::test

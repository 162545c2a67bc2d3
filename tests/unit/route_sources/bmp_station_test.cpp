// The BMP station in a RouteMonitor, with recorded streams over loopback.
#include <gmock/gmock.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <fstream>
#include <iterator>
#include <mutex>
#include <thread>

#include "route_sources/bmp_station.hpp"
#include "route_sources/route_monitor.hpp"
#include "support/captured_log.hpp"
#include "support/run_until.hpp"

namespace peeringd::test {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using Tcp = boost::asio::ip::tcp;

const IpAddress loopback = boost::asio::ip::make_address("127.0.0.1");
constexpr std::uint16_t station_port = 11019;  // each test has its own network

/// A station for router edge-1 at `router`, whose session with 10.0.0.11 shows the prefix.
std::shared_ptr<const Config> config_of_station(const IpAddress& router, AsNumber origin = 64496) {
  Config config;
  ConnectionConfig connection;
  connection.name = "contoso";
  PrefixConfig prefix;
  prefix.label = "203.0.113.0/24";
  prefix.prefix = *IpPrefix::parse("203.0.113.0/24");
  prefix.routes.origins = {origin};
  prefix.routes.sessions = {{"edge-1", boost::asio::ip::make_address("10.0.0.11"),
                             SessionRole::primary, SessionShows::received}};
  connection.prefixes.push_back(prefix);
  config.connections.push_back(connection);
  config.routes.bmp = BmpConfig{{{loopback, station_port}}, {{"edge-1", router}}};
  return std::make_shared<const Config>(std::move(config));
}

class BmpStationTest : public testing::Test {
 protected:
  template <typename Condition>
  bool holds_soon(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (!condition()) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      std::this_thread::yield();
    }
    return true;
  }

  std::vector<std::string> kinds() {
    const std::lock_guard lock(mutex_);
    return kinds_;
  }

  Tcp::socket connected() {
    Tcp::socket socket(context_);
    EXPECT_TRUE(holds_soon([&] {
      boost::system::error_code error;
      socket.close(error);
      socket.connect({loopback, station_port}, error);
      return !error;
    }));
    return socket;
  }

  void send_recorded(Tcp::socket& socket, const std::string& file) {
    std::ifstream stream(PEERINGD_TEST_DATA "/bgp/" + file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    for (const char byte : bytes.substr(0, 300)) {  // in pieces, too
      boost::asio::write(socket, boost::asio::buffer(&byte, 1));
    }
    boost::asio::write(socket, boost::asio::buffer(bytes.substr(300)));
  }

  bool is_closed(Tcp::socket& socket) {
    char byte = 0;
    boost::system::error_code error;
    socket.read_some(boost::asio::buffer(&byte, 1), error);
    return error == boost::asio::error::eof || error == boost::asio::error::connection_reset;
  }

  /// As a router of another address.
  Tcp::socket connected_from(const IpAddress& from) {
    Tcp::socket socket(context_);
    socket.open(Tcp::v4());
    socket.bind({from, 0});
    socket.connect({loopback, station_port});
    return socket;
  }

  RouteSourceStatus router() {
    const auto facts = watch_.facts();
    return facts->bmp.empty() ? RouteSourceStatus{} : facts->bmp.front();
  }

  const SystemClock clock_;
  std::mutex mutex_;
  std::vector<std::string> kinds_;
  bool throws_ = false;  // guarded by mutex_: at the next event
  boost::asio::io_context context_;
  RouteMonitor watch_{clock_, [this](const Event& event) {
                        const std::lock_guard lock(mutex_);
                        if (std::exchange(throws_, false)) throw std::runtime_error("no memory");
                        kinds_.emplace_back(name_of(event.kind));
                      }};
};

TEST_F(BmpStationTest, TurnsTheStreamOfARouterIntoEvents) {
  watch_.use(config_of_station(loopback));
  Tcp::socket socket = connected();
  send_recorded(socket, "gobgp.bmp");
  EXPECT_TRUE(holds_soon([&] {
    const auto now = kinds();
    return std::count(now.begin(), now.end(), "PrefixOriginAsChangeClearedEvent") == 1;
  }));
  EXPECT_THAT(kinds(), Contains("PrefixWithdrawalEvent"));
  EXPECT_TRUE(holds_soon([&] { return router().up && router().messages > 20; }));
  const auto report = watch_.report();
  EXPECT_EQ(report->prefixes.front().sessions.front().presence, Presence::absent);
}

TEST_F(BmpStationTest, ForgetsTheRoutesOfARouterThatDisconnects) {
  watch_.use(config_of_station(loopback));
  Tcp::socket socket = connected();
  send_recorded(socket, "frr2.bmp");
  EXPECT_TRUE(holds_soon([&] { return !kinds().empty(); }));
  socket.close();
  EXPECT_TRUE(holds_soon([&] {
    const auto report = watch_.report();
    return report && !report->prefixes.empty() && !router().up && router().messages > 0 &&
           report->prefixes.front().sessions.front().presence == Presence::unknown;
  }));
  EXPECT_THAT(kinds(), Not(Contains("PrefixWithdrawalEvent")));
}

TEST_F(BmpStationTest, ReplacesTheConnectionOfARouterByANewOne) {
  watch_.use(config_of_station(loopback));
  Tcp::socket first = connected();
  EXPECT_TRUE(holds_soon([&] { return router().up; }));
  Tcp::socket second = connected();
  EXPECT_TRUE(is_closed(first));
  send_recorded(second, "gobgp.bmp");
  EXPECT_TRUE(holds_soon([&] { return !kinds().empty(); }));
}

TEST_F(BmpStationTest, KeepsTheSessionOfARouterWhenSomethingMerelyConnects) {
  watch_.use(config_of_station(loopback));
  Tcp::socket first = connected();
  send_recorded(first, "frr2.bmp");
  EXPECT_TRUE(holds_soon([&] { return router().messages > 0; }));
  const auto misfits = [&] {
    return router().errors[static_cast<std::size_t>(RouteSourceError::protocol)];
  };
  connected().close();
  EXPECT_TRUE(holds_soon([&] { return misfits() == 1; }));
  Tcp::socket other = connected();
  Tcp::socket browser = connected();
  EXPECT_TRUE(is_closed(other)) << "one at a time";
  boost::asio::write(browser, boost::asio::buffer("GET / HTTP/1.1", 14));
  EXPECT_TRUE(is_closed(browser));
  EXPECT_TRUE(holds_soon([&] { return misfits() == 2; }));
  EXPECT_TRUE(router().up);
  const std::uint64_t messages = router().messages;
  send_recorded(first, "frr2.bmp");
  EXPECT_TRUE(holds_soon([&] { return router().messages > messages; }));
}

TEST_F(BmpStationTest, ReplacesTheSessionOfARouterThatBeginsAnotherOne) {
  watch_.use(config_of_station(loopback));
  Tcp::socket first = connected();
  send_recorded(first, "frr2.bmp");
  EXPECT_TRUE(holds_soon([&] { return router().messages > 0; }));
  Tcp::socket second = connected();
  capture_log();
  send_recorded(second, "gobgp.bmp");
  const bool replaced = is_closed(first);
  const bool read = holds_soon([&] {
    const auto now = kinds();
    return std::count(now.begin(), now.end(), "PrefixWithdrawalEvent") > 0;
  });
  const std::string lines = captured_log();
  EXPECT_TRUE(replaced);
  EXPECT_TRUE(read) << "what arrived with the Initiation, too";
  EXPECT_TRUE(router().up);
  EXPECT_THAT(lines, HasSubstr("router edge-1 disconnected: it connected again"));
  EXPECT_THAT(lines, HasSubstr("router edge-1 connected"));
}

TEST_F(BmpStationTest, ClosesAConnectionWhoseReportsCannotBeHandled) {
  watch_.use(config_of_station(loopback));
  Tcp::socket first = connected();
  {
    const std::lock_guard lock(mutex_);
    throws_ = true;
  }
  send_recorded(first, "frr2.bmp");
  EXPECT_TRUE(holds_soon([&] {
    return !router().up &&
           router().errors[static_cast<std::size_t>(RouteSourceError::malformed)] == 1;
  }));
  Tcp::socket second = connected();
  send_recorded(second, "frr2.bmp");
  EXPECT_TRUE(holds_soon([&] { return router().up && router().messages > 20; }));
}

TEST_F(BmpStationTest, LogsARouterInALoopOnce) {
  watch_.use(config_of_station(loopback));
  connected().close();
  EXPECT_TRUE(holds_soon([&] { return !router().up; }));
  capture_log();
  for (int i = 0; i < 100; ++i) {
    Tcp::socket socket = connected();
    boost::asio::write(socket, boost::asio::buffer("GET / HTTP/1.1", 14));
    EXPECT_TRUE(is_closed(socket));
  }
  const std::string lines = captured_log();
  EXPECT_LE(std::ranges::count(lines, '\n'), 3) << lines;
}

TEST_F(BmpStationTest, RejectsUnknownAddresses) {
  watch_.use(config_of_station(boost::asio::ip::make_address("192.0.2.1")));
  Tcp::socket stranger = connected();
  EXPECT_TRUE(is_closed(stranger));
  EXPECT_TRUE(holds_soon([&] { return watch_.facts()->bmp_strangers == 1U; }));
  EXPECT_FALSE(router().up);
}

TEST_F(BmpStationTest, ClosesAConnectionWithMalformedMessages) {
  watch_.use(config_of_station(loopback));
  Tcp::socket too_long = connected();
  boost::asio::write(too_long, boost::asio::buffer("\x03\xff\xff\xff\xff", 6));
  EXPECT_TRUE(is_closed(too_long));
  Tcp::socket other = connected();
  boost::asio::write(other, boost::asio::buffer("GET / HTTP/1.1", 14));
  EXPECT_TRUE(is_closed(other));
  EXPECT_TRUE(holds_soon([&] {
    const auto errors = router().errors;
    return errors[static_cast<std::size_t>(RouteSourceError::too_long)] == 1 &&
           errors[static_cast<std::size_t>(RouteSourceError::protocol)] == 1;
  }));
}

TEST_F(BmpStationTest, KeepsConnectionsInAReloadThatChangesOnlyRules) {
  watch_.use(config_of_station(loopback));
  Tcp::socket socket = connected();
  send_recorded(socket, "frr2.bmp");
  EXPECT_TRUE(holds_soon([&] { return !kinds().empty(); }));
  watch_.use(config_of_station(loopback, 64499));
  EXPECT_TRUE(holds_soon([&] {
    const auto now = kinds();
    return std::count(now.begin(), now.end(), "PrefixOriginAsChangeEvent") == 1;
  }));
  EXPECT_TRUE(holds_soon([&] { return router().up; }));
}

// The recorded router has add-path, and sends its table without path ids.
TEST_F(BmpStationTest, NamesEachRouterWhoseTableItCannotRead) {
  const IpAddress other = boost::asio::ip::make_address("127.0.0.2");
  Config config = *config_of_station(loopback);
  config.routes.bmp->routers.push_back({"edge-2", other});
  watch_.use(std::make_shared<const Config>(std::move(config)));
  capture_log();
  Tcp::socket first = connected();
  Tcp::socket second = connected_from(other);
  send_recorded(first, "ap2.bmp");
  send_recorded(second, "ap2.bmp");
  first.shutdown(Tcp::socket::shutdown_send);
  second.shutdown(Tcp::socket::shutdown_send);
  const bool both_read = holds_soon([&] {
    const auto facts = watch_.facts();
    return facts->bmp.size() == 2 && std::ranges::all_of(facts->bmp, [](const auto& router) {
             return !router.up && router.messages > 0;
           });
  });
  const std::string lines = captured_log();
  EXPECT_TRUE(both_read);
  EXPECT_THAT(lines, HasSubstr("router edge-1: cannot read the whole table"));
  EXPECT_THAT(lines, HasSubstr("router edge-2: cannot read the whole table"));
}

TEST(BmpStation, ReportsAFailedReportOfALossBeforeTheNextConnection) {
  boost::asio::io_context context;
  const SystemClock clock;
  std::vector<bool> changes;
  bool throws = true;
  BmpStation station(context.get_executor(), clock, [&](const BmpStation::Observation& observed) {
    const auto* const change = std::get_if<SourceChange>(&observed);
    if (change == nullptr) return;
    if (!change->connected && std::exchange(throws, false)) throw std::runtime_error("no memory");
    changes.push_back(change->connected);
  });
  const auto config = config_of_station(loopback);
  station.use(*config->routes.bmp, std::make_shared<const PrefixFilter>(std::vector<IpPrefix>{}),
              false);
  const auto until_changes = [&](std::size_t count) {
    return run_until(
        context, [&] { return changes.size() >= count; }, 20s);
  };
  Tcp::socket first(context);
  first.connect({loopback, station_port});
  ASSERT_TRUE(until_changes(1));
  first.close();
  EXPECT_THROW(until_changes(2), std::runtime_error);
  Tcp::socket second(context);
  second.connect({loopback, station_port});
  ASSERT_TRUE(until_changes(3));
  EXPECT_EQ(changes, (std::vector<bool>{true, false, true}));
}

}  // namespace
}  // namespace peeringd::test

#include "systemd/service_environment.hpp"

#include <gtest/gtest.h>

#include <map>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

ServiceEnvironment read(const std::map<std::string, std::string>& variables, int process = 17) {
  return read_service_environment(
      [&](const char* name) {
        const auto found = variables.find(name);
        return found == variables.end() ? nullptr : found->second.c_str();
      },
      process);
}

TEST(ServiceEnvironment, IsEmptyWithoutAServiceManager) {
  const ServiceEnvironment environment = read({});
  EXPECT_EQ(environment.notify_socket, "");
  EXPECT_EQ(environment.watchdog, std::nullopt);
}

TEST(ServiceEnvironment, ReadsTheSocketAndTheWatchdogInterval) {
  const ServiceEnvironment environment =
      read({{"NOTIFY_SOCKET", "/run/systemd/notify"}, {"WATCHDOG_USEC", "30000000"}});
  EXPECT_EQ(environment.notify_socket, "/run/systemd/notify");
  EXPECT_EQ(environment.watchdog, 30s);
}

TEST(ServiceEnvironment, IgnoresTheWatchdogOfAnotherProcess) {
  const std::map<std::string, std::string> variables{{"WATCHDOG_USEC", "500"},
                                                     {"WATCHDOG_PID", "17"}};
  EXPECT_EQ(read(variables, 17).watchdog, 500us);
  EXPECT_EQ(read(variables, 18).watchdog, std::nullopt);
}

TEST(ServiceEnvironment, IgnoresAnInvalidWatchdogTime) {
  for (const char* text : {"", "0", "-5", "5s", " 5", "0x10", "99999999999999999999",
                           "18446744073709551615", "9223372036854775807"}) {
    EXPECT_EQ(read({{"WATCHDOG_USEC", text}}).watchdog, std::nullopt) << text;
  }
  EXPECT_EQ(read({{"WATCHDOG_USEC", "500"}, {"WATCHDOG_PID", "17x"}}).watchdog, std::nullopt);
}

std::vector<int> inherited(std::map<std::string, std::string> variables) {
  return read_inherited_sockets(
      [&](const char* name) {
        const auto found = variables.find(name);
        return found == variables.end() ? nullptr : found->second.c_str();
      },
      4711);
}

TEST(InheritedSockets, StartWithDescriptorThree) {
  EXPECT_EQ(inherited({{"LISTEN_PID", "4711"}, {"LISTEN_FDS", "2"}}), (std::vector<int>{3, 4}));
}

TEST(InheritedSockets, IgnoreAnotherProcessAndAMissingCount) {
  EXPECT_TRUE(inherited({}).empty());
  EXPECT_TRUE(inherited({{"LISTEN_FDS", "2"}}).empty());
  EXPECT_TRUE(inherited({{"LISTEN_PID", "1"}, {"LISTEN_FDS", "2"}}).empty());
  for (const char* count : {"", "two", "-1", "1000000"}) {
    EXPECT_TRUE(inherited({{"LISTEN_PID", "4711"}, {"LISTEN_FDS", count}}).empty()) << count;
  }
}

}  // namespace
}  // namespace peeringd

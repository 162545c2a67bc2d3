#include "systemd/service_notifier.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <cstring>
#include <filesystem>

#include "support/captured_log.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;

// Listens at NOTIFY_SOCKET, like a service manager.
class Manager {
 public:
  explicit Manager(std::string address)
      : address_(std::move(address)), socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    std::memcpy(at.sun_path, address_.data(), address_.size());
    if (address_[0] == '@') at.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address_.size());
    EXPECT_EQ(::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&at), size), 0);
  }
  Manager(const Manager&) = delete;
  Manager& operator=(const Manager&) = delete;
  ~Manager() {
    if (address_[0] == '/') std::filesystem::remove(address_);
  }

  const std::string& address() const { return address_; }

  // The messages received since the last call.
  std::vector<std::string> messages() {
    std::vector<std::string> messages;
    std::array<char, 4096> bytes{};
    for (;;) {
      const ssize_t size = ::recv(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
      if (size < 0) return messages;
      messages.emplace_back(bytes.data(), static_cast<std::size_t>(size));
    }
  }

 private:
  std::string address_;
  Descriptor socket_;
};

std::string of_this_test(const std::string& before) {
  return before + "peeringd-" + std::to_string(::getpid()) + "-" +
         testing::UnitTest::GetInstance()->current_test_info()->name();
}

class ServiceNotifierTest : public testing::Test {
 protected:
  boost::asio::io_context loop_{1};
  int asked_ = 0;
  std::function<std::string()> status_ = [this] { return "status " + std::to_string(++asked_); };
};

TEST_F(ServiceNotifierTest, SendsReadyWithAStatusAndStopping) {
  Manager manager(of_this_test("@"));
  ServiceNotifier notifier(loop_.get_executor(), {manager.address(), {}}, status_);
  EXPECT_THAT(manager.messages(), IsEmpty()) << "not ready yet";
  notifier.ready();
  EXPECT_THAT(manager.messages(), testing::ElementsAre("READY=1\nSTATUS=status 1"));
  notifier.stopping();
  loop_.run();  // returns: nothing is left to wait for
  EXPECT_THAT(manager.messages(), testing::ElementsAre("STOPPING=1\nSTATUS=stopping"));
}

TEST_F(ServiceNotifierTest, SendsReloadingWithTheTimeAndReadyAgain) {
  Manager manager(of_this_test("@"));
  ServiceNotifier notifier(loop_.get_executor(), {manager.address(), {}}, status_);
  notifier.ready();
  manager.messages();
  const auto microseconds = [] { return SystemClock{}.now().time_since_epoch() / 1us; };
  const auto before = microseconds();
  notifier.reloading();
  const auto said = manager.messages();
  ASSERT_EQ(said.size(), 1U);
  const std::string beginning = "RELOADING=1\nMONOTONIC_USEC=";
  ASSERT_TRUE(said[0].starts_with(beginning)) << said[0];
  const long long time = std::stoll(said[0].substr(beginning.size()));
  EXPECT_GE(time, before);
  EXPECT_LE(time, microseconds());
  notifier.ready();
  EXPECT_THAT(manager.messages(), testing::ElementsAre("READY=1\nSTATUS=status 2"));
}

TEST_F(ServiceNotifierTest, SendsNothingAfterStopping) {
  Manager manager(of_this_test("@"));
  ServiceNotifier notifier(loop_.get_executor(), {manager.address(), {}}, status_);
  notifier.ready();
  notifier.reloading();
  notifier.stopping();
  manager.messages();
  notifier.ready();  // the reload was still under way
  notifier.reloading();
  EXPECT_THAT(manager.messages(), IsEmpty());
  loop_.run();  // returns
}

TEST_F(ServiceNotifierTest, FeedsTheWatchdogOnlyWhileTheLoopRuns) {
  Manager manager(of_this_test(testing::TempDir()));
  ServiceNotifier notifier(loop_.get_executor(), {manager.address(), 2ms}, status_);
  notifier.ready();
  EXPECT_EQ(manager.messages().size(), 1U);
  loop_.run_one();
  EXPECT_THAT(manager.messages(), testing::ElementsAre("WATCHDOG=1\nSTATUS=status 2"));
  EXPECT_THAT(manager.messages(), IsEmpty()) << "fed though no handler ran";
  loop_.run_one();
  EXPECT_THAT(manager.messages(), testing::ElementsAre("WATCHDOG=1\nSTATUS=status 3"));
}

TEST_F(ServiceNotifierTest, DoesNotFeedTheWatchdogIfTheDaemonDoesNotWork) {
  Manager manager(of_this_test("@"));
  bool works = true;
  ServiceNotifier notifier(loop_.get_executor(), {manager.address(), 2ms}, status_,
                           [&works] { return works; });
  notifier.ready();
  loop_.run_one();
  EXPECT_THAT(manager.messages(), testing::Contains("WATCHDOG=1\nSTATUS=status 2"));
  works = false;
  loop_.run_one();
  EXPECT_THAT(manager.messages(), testing::ElementsAre("STATUS=status 3"));
}

TEST_F(ServiceNotifierTest, SendsReadyToAManagerThatStartsLater) {
  const std::string address = of_this_test(testing::TempDir());
  ServiceNotifier notifier(loop_.get_executor(), {address, 2ms}, status_);
  test::capture_log();
  notifier.ready();
  loop_.run_one();
  const std::string log = test::captured_log();
  EXPECT_THAT(log, HasSubstr("cannot notify the service manager at " + address));
  EXPECT_EQ(log.find("cannot"), log.rfind("cannot")) << "reported twice: " << log;
  Manager manager(address);
  loop_.run_one();
  EXPECT_THAT(manager.messages(), testing::ElementsAre(HasSubstr("READY=1\nWATCHDOG=1\n")));
  loop_.run_one();
  EXPECT_THAT(manager.messages(), testing::ElementsAre(testing::StartsWith("WATCHDOG=1\n")));
}

TEST_F(ServiceNotifierTest, DoesNothingWithoutAManager) {
  ServiceNotifier notifier(loop_.get_executor(), {}, status_);
  notifier.ready();
  notifier.stopping();
  loop_.run();
  EXPECT_EQ(asked_, 0);
}

TEST_F(ServiceNotifierTest, RejectsAnInvalidSocketAddress) {
  for (const std::string& address :
       {std::string("vsock:2:1234"), std::string("@"), "/" + std::string(107, 'x')}) {
    EXPECT_THAT(NotifySocket::open(address).error().message, HasSubstr("NOTIFY_SOCKET")) << address;
  }
  EXPECT_TRUE(NotifySocket::open("/" + std::string(106, 'x')));
}

}  // namespace
}  // namespace peeringd

// More clients than places.
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <deque>
#include <optional>

#include "test_server.hpp"

namespace peeringd::test {
namespace {

HttpLimits places(std::size_t connections) {
  HttpLimits limits = patient();
  limits.connections = connections;
  return limits;
}

TEST(HttpConnections, ReplaceTheLongestIdleConnectionByANewOne) {
  TestServer server(places(2));
  RawClient first(server.port);
  RawClient second(server.port);
  EXPECT_EQ(first.get("/").status, 200);
  EXPECT_EQ(second.get("/").status, 200);
  EXPECT_EQ(first.get("/").status, 200);
  RawClient third(server.port);
  EXPECT_EQ(third.get("/").status, 200);
  EXPECT_TRUE(second.is_closed_by_server());
  EXPECT_EQ(first.get("/").status, 200) << "was idle for a shorter time";
}

TEST(HttpConnections, AreReplacedIfTheClientIsSilent) {
  TestServer server(places(4));
  std::deque<RawClient> silent;
  for (int i = 0; i < 100; ++i) silent.emplace_back(server.port);
  EXPECT_EQ(RawClient(server.port).get("/").body, "hello\n");
}

TEST(HttpConnections, WaitWhileAllConnectionsAreBusy) {
  TestServer server(places(1));
  RawClient first(server.port);
  first.send("GET /pending HTTP/1.1\r\nHost: test\r\n\r\n");
  const HttpReply reply = server.pending.next();
  RawClient second(server.port);
  second.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
  reply(plain_text(200, "first"));
  EXPECT_EQ(first.receive().body, "first");
  EXPECT_EQ(second.receive().body, "hello\n");
  EXPECT_TRUE(first.is_closed_by_server());
}

/// Captures standard error for the test.
class CapturedStderr {
 public:
  CapturedStderr() : original_(::dup(STDERR_FILENO)) {
    if (::pipe(pipe_) != 0) throw std::runtime_error("pipe");
    ::dup2(pipe_[1], STDERR_FILENO);
  }
  ~CapturedStderr() {
    ::dup2(original_, STDERR_FILENO);
    for (const int descriptor : {original_, pipe_[0], pipe_[1]}) ::close(descriptor);
  }
  CapturedStderr(const CapturedStderr&) = delete;
  CapturedStderr& operator=(const CapturedStderr&) = delete;

  /// Waits for output and returns it.
  std::string wait() const {
    pollfd readable{.fd = pipe_[0], .events = POLLIN, .revents = 0};
    if (::poll(&readable, 1, 30'000) != 1) return "";
    std::string text(4096, '\0');
    text.resize(static_cast<std::size_t>(::read(pipe_[0], text.data(), text.size())));
    return text;
  }

 private:
  int original_;
  int pipe_[2]{};
};

/// While it exists, no descriptor can be opened.
class NoDescriptors {
 public:
  NoDescriptors() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    rlimit now = before_;
    const int lowest_free = ::dup(STDIN_FILENO);
    ::close(lowest_free);
    now.rlim_cur = static_cast<rlim_t>(lowest_free);
    ::setrlimit(RLIMIT_NOFILE, &now);
  }
  ~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;

 private:
  rlimit before_{};
};

TEST(HttpConnections, SurviveAShortageOfDescriptors) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "UBSan's check of virtual calls opens a pipe itself, and fails without one";
#endif
  TestServer server;
  const CapturedStderr log;
  std::optional<NoDescriptors> shortage;
  RawClient client(server.port, 0, [&] { shortage.emplace(); });
  EXPECT_NE(log.wait().find("cannot accept HTTP connections at present: Too many open files"),
            std::string::npos);
  shortage.reset();
  EXPECT_EQ(client.get("/").body, "hello\n");
}

}  // namespace
}  // namespace peeringd::test

#include "daemon/web/continuation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

#include "support/captured_log.hpp"
#include "support/manual_clock.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

// Receives a reply from any thread.
struct Receiver {
  std::shared_ptr<std::promise<HttpResponse>> promise =
      std::make_shared<std::promise<HttpResponse>>();

  HttpReply reply() const {
    return [promise = promise](HttpResponse response) { promise->set_value(std::move(response)); };
  }
  unsigned status() const { return promise->get_future().get().status; }
};

TEST(Continuation, RepliesWithA500IfAQueryOfTheHistoryThrows) {
  const test::ManualClock clock;
  History history(std::nullopt, clock);
  test::capture_log();
  for (int i = 0; i < 40; ++i) {
    const Receiver receiver;
    ASSERT_TRUE(read_history(history, receiver.reply(),
                             [](OpenHistory*) { throw std::runtime_error("it is broken"); }))
        << "each query has ended: " << i;
    EXPECT_EQ(receiver.status(), 500U);
  }
  EXPECT_THAT(test::captured_log(), testing::HasSubstr("it is broken"));
}

TEST(Continuation, RepliesWithA500IfAnAnswerOfTheMonitorThrows) {
  const test::ManualClock clock;
  Monitor monitor(
      [](const Monitor::SnapshotTaken& taken) {
        taken(std::make_unique<Snapshot>(test::blank_snapshot(
            test::config({test::endpoint("edge", "192.0.2.1", {test::icmp_probe()})},
                         {test::connection("a", {test::prefix("203.0.113.0/24")})}))));
      },
      clock, [](const Event&) {});
  const Receiver broken;
  when_published(monitor, broken.reply(),
                 [](const auto&) { throw std::runtime_error("it is broken"); });
  monitor.start();
  EXPECT_EQ(broken.status(), 500U);
  const Receiver next;
  when_published(monitor, next.reply(),
                 [reply = next.reply()](const auto&) { reply(plain_text(200, "ok\n")); });
  EXPECT_EQ(next.status(), 200U);
  monitor.stop();
}

}  // namespace
}  // namespace peeringd

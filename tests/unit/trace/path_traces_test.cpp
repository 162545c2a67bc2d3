#include "trace/path_traces.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <thread>

#include "rollup/roll_up.hpp"
#include "support/addresses.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;

// A prefix and an endpoint on loopback.
class PathTracesTest : public ::testing::Test {
 protected:
  PathTracesTest() {
    snapshot_.prefixes[0].choice.source = from("127.0.0.1");
    snapshot_.targets[0].address = address("127.0.0.2");
    reach_.prefixes.resize(1);
    reach_.paths.resize(1);
    answer();
  }

  void answer() {
    snapshot_.taken_at = clock_.now();
    reach_.paths[0].last_answer = snapshot_.taken_at;
  }

  PrefixTraces pass(Duration time) {
    snapshot_.taken_at += time;
    return look();
  }
  PrefixTraces look() { return traces_.of(snapshot_, roll_up(snapshot_), reach_).at(0); }

  // Traces end on their own thread.
  template <typename Found>
  bool wait_for(Found found) {
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (std::chrono::steady_clock::now() < deadline) {
      if (found(look())) return true;
      std::this_thread::yield();
    }
    return false;
  }

  SystemClock clock_;
  Snapshot snapshot_ = blank_snapshot(config({endpoint("edge", "127.0.0.2", {icmp_probe(1s)})},
                                             {connection("seattle", {prefix("127.0.0.0/24")})}));
  ReachReport reach_;
  PathTraces traces_{clock_};
};

TEST_F(PathTracesTest, KeepsATraceWhileProbesAreAnswered) {
  EXPECT_EQ(look().before, nullptr);
  // A later answer shows that the path had not failed while it was traced.
  ASSERT_TRUE(wait_for([&](const PrefixTraces& traces) {
    answer();
    return traces.before != nullptr;
  }));
  EXPECT_EQ(to_string(*look().before), "reaches 127.0.0.2 after 1 hop");
}

TEST_F(PathTracesTest, TracesAPrefixWithoutAnswers) {
  pass(8s);
  ASSERT_TRUE(wait_for([](const PrefixTraces& traces) { return traces.now != nullptr; }));
  EXPECT_EQ(look().now->destination, address("127.0.0.2"));
}

TEST_F(PathTracesTest, ReportsThatNoDescriptorIsLeft) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit none = before;
  none.rlim_cur = 0;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  pass(8s);
  const bool ended = wait_for([](const PrefixTraces& traces) { return traces.now != nullptr; });
  ::setrlimit(RLIMIT_NOFILE, &before);
  ASSERT_TRUE(ended);
  EXPECT_EQ(to_string(*look().now), "could not be traced: Too many open files");
}

TEST_F(PathTracesTest, TracesNothingWithoutASource) {
  snapshot_.prefixes[0].choice = {};
  pass(8s);
  EXPECT_EQ(look().now, nullptr);
  snapshot_.prefixes[0].choice.source = from("127.0.0.1");
  ASSERT_TRUE(wait_for([](const PrefixTraces& traces) { return traces.now != nullptr; }))
      << "the trace must still be due";
}

}  // namespace
}  // namespace peeringd

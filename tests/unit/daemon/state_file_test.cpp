#include "daemon/state_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "support/addresses.hpp"
#include "support/captured_log.hpp"
#include "support/manual_clock.hpp"
#include "support/test_assessment.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"
#include "unit/history/temporary_folder.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

// Two connections with one name; the name of each was answered a while ago.
class StateFileTest : public testing::Test {
 protected:
  StateFileTest() {
    for (PrefixSnapshot& prefix : snapshot_.prefixes) {
      prefix.choice.source->address =
          test::address(prefix.connection == 0 ? "203.0.113.10" : "198.51.100.10");
    }
    for (TargetSnapshot& target : snapshot_.targets) target.names.needed = true;
    answer(0, 5min);
    answer(1, 5min);
  }

  void answer(std::size_t target, Duration ago) {
    snapshot_.targets[target].address = test::address("192.0.2.1");
    snapshot_.targets[target].names.answered_at = clock_.now() - ago;
  }

  void lose_address(std::size_t target) {
    snapshot_.targets[target].address.reset();
    snapshot_.targets[target].names.answered_at = {};
  }

  void start() { file_ = std::make_unique<StateFile>(history_, clock_); }

  void note() {
    auto config = std::make_shared<Config>(*snapshot_.config);
    config->history = history_;
    snapshot_.config = config;
    snapshot_.taken_at = clock_.now();
    auto assessment = *test::assessment_of(snapshot_, nullptr, clock_.wall());
    assessment.announced["seattle"] = end_of_maintenance_;
    if (announced_for_both_) assessment.announced["portland"] = end_of_maintenance_;
    file_->note(std::make_shared<const Assessment>(assessment));
  }

  void finish() {
    ASSERT_TRUE(file_->finish(1min));
    file_.reset();
  }

  // Ends without a last write, but writes what was noted.
  void die() { file_.reset(); }

  PersistentState read() {
    start();
    return file_->read();
  }

  KnownAddress known(const char* source, Duration ago) const {
    return {"teams.example", test::address(source), test::address("192.0.2.1"),
            std::chrono::floor<std::chrono::milliseconds>(clock_.wall() - ago)};
  }

  std::string text_of(const char* name) const {
    std::ifstream in(folder_ / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  // Between the two calls, the file cannot be written.
  void obstruct(const char* name) { std::filesystem::create_directories(obstacle(name) / "x"); }
  void clear(const char* name) { std::filesystem::remove_all(obstacle(name)); }
  std::filesystem::path obstacle(const char* name) {
    return folder_ / (std::string(name) + ".new");
  }

  // Whether the thread soon writes the file, which is then gone again.
  bool is_written(const char* name) {
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (!std::filesystem::remove(folder_ / name)) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      std::this_thread::yield();
    }
    return true;
  }

  test::ManualClock clock_;
  bool announced_for_both_ = false;
  const WallTime end_of_maintenance_ = clock_.wall() + 1000h;
  test::TemporaryFolder temporary_;
  std::filesystem::path folder_ = temporary_.path() / "kept";
  HistoryConfig history_{.path = folder_.string(), .size = std::nullopt};
  Snapshot snapshot_ = test::blank_snapshot(
      test::config({test::endpoint("teams", "teams.example", {test::icmp_probe()})},
                   {test::connection("seattle", {test::prefix("203.0.113.0/24")}),
                    test::connection("portland", {test::prefix("198.51.100.0/24")})}));
  std::unique_ptr<StateFile> file_;
};

TEST_F(StateFileTest, KeepsAddressesApartFromWhatOlderVersionsRead) {
  start();
  note();
  finish();
  EXPECT_EQ(text_of("state").find("address\t"), std::string::npos) << text_of("state");
  const PersistentState state = read();
  EXPECT_EQ(state.lines.addresses,
            (std::vector{known("198.51.100.10", 5min), known("203.0.113.10", 5min)}));
  EXPECT_EQ(state.maintenance.size(), 1U);
}

TEST_F(StateFileTest, LosesOnlyTheAddressesWithADamagedFileOfThem) {
  start();
  note();
  finish();
  std::ofstream(folder_ / "addresses", std::ios::app) << "surprise\n";
  test::capture_log();
  const PersistentState state = read();
  EXPECT_TRUE(state.lines.addresses.empty());
  EXPECT_EQ(state.maintenance.size(), 1U);
  EXPECT_NE(test::captured_log().find("addresses: not written by this program"), std::string::npos);
}

TEST_F(StateFileTest, KeepsTheAddressesWithADamagedState) {
  start();
  note();
  finish();
  std::ofstream(folder_ / "state", std::ios::app) << "surprise\n";
  const PersistentState state = read();
  EXPECT_EQ(state.lines.addresses.size(), 2U);
  EXPECT_TRUE(state.maintenance.empty());
}

TEST_F(StateFileTest, MovesBothFilesWithTheHistory) {
  start();
  note();
  history_.path = (temporary_.path() / "moved").string();
  note();
  finish();
  EXPECT_FALSE(std::filesystem::exists(folder_ / "state"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "addresses"));
  const PersistentState state = read();
  EXPECT_EQ(state.lines.addresses.size(), 2U);
  EXPECT_EQ(state.maintenance.size(), 1U);
}

TEST_F(StateFileTest, KeepsTheAddressOfALineThatFlaps) {
  start();
  note();
  lose_address(1);
  clock_.advance(2min);
  note();
  finish();
  EXPECT_EQ(read().lines.addresses,
            (std::vector{known("198.51.100.10", 7min), known("203.0.113.10", 7min)}));
}

TEST_F(StateFileTest, KeepsTheAddressOfALineThatIsNotThereAfterARestart) {
  start();
  note();
  finish();
  clock_.advance(10min);
  EXPECT_EQ(read().lines.addresses.size(), 2U);
  answer(0, 0s);
  lose_address(1);
  note();
  die();
  EXPECT_EQ(read().lines.addresses,
            (std::vector{known("198.51.100.10", 15min), known("203.0.113.10", 0s)}));
}

TEST_F(StateFileTest, KeepsWhichPrefixesHadASource) {
  snapshot_.prefixes[1].choice.source.reset();
  start();
  note();
  die();
  const auto had_at = std::chrono::floor<std::chrono::milliseconds>(clock_.wall());
  const std::vector expected{KnownSource{"seattle", "203.0.113.0/24", had_at}};
  EXPECT_EQ(read().lines.sources, expected);
  snapshot_.prefixes[0].choice.source.reset();
  clock_.advance(10min);
  note();
  finish();
  EXPECT_EQ(read().lines.sources, expected);
}

TEST_F(StateFileTest, RewritesTimesAfterAStepOfTheClock) {
  start();
  note();
  clock_.step_wall(72h);
  clock_.advance(1s);
  note();
  die();
  EXPECT_EQ(read().lines.addresses,
            (std::vector{known("198.51.100.10", 5min + 1s), known("203.0.113.10", 5min + 1s)}));
}

TEST_F(StateFileTest, LooksAgainAtTheEnd) {
  start();
  for (int second = 0; second < 40; ++second) {
    note();
    clock_.advance(1s);
  }
  answer(0, 0s);
  answer(1, 0s);
  note();
  finish();
  EXPECT_EQ(read().lines.addresses,
            (std::vector{known("198.51.100.10", 0s), known("203.0.113.10", 0s)}));
}

TEST_F(StateFileTest, WritesAStateThatCouldNotBeWrittenOnceItCan) {
  start();
  note();
  ASSERT_TRUE(is_written("addresses"));
  obstruct("state");
  clock_.advance(1min);
  announced_for_both_ = true;
  test::capture_log();
  snapshot_.targets[1].address = test::address("192.0.2.2");  // written after the state
  note();
  const bool failed = is_written("addresses");
  clear("state");
  clock_.advance(59s);
  note();
  clock_.advance(1s);
  note();
  die();
  const std::string lines = test::captured_log();
  EXPECT_TRUE(failed);
  EXPECT_EQ(read().maintenance.size(), 2U);
  EXPECT_NE(lines.find("state is written again"), std::string::npos) << lines;
}

TEST_F(StateFileTest, WritesAddressesThatCouldNotBeWrittenOnceItCan) {
  start();
  note();
  ASSERT_TRUE(is_written("addresses"));
  obstruct("addresses");
  clock_.advance(1min);
  snapshot_.targets[1].address = test::address("192.0.2.2");
  note();
  clock_.advance(10s);
  ASSERT_TRUE(is_written("state"));
  announced_for_both_ = true;
  note();
  ASSERT_TRUE(is_written("state")) << "after the addresses";
  clear("addresses");
  clock_.advance(1min);
  note();
  die();
  EXPECT_EQ(read().lines.addresses.size(), 2U);
}

}  // namespace
}  // namespace peeringd

// A writer with a simulated daemon, whose history is searched for incidents.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "history/history_writer.hpp"
#include "history/incident_search.hpp"
#include "unit/history/simulated_run.hpp"
#include "unit/history/temporary_folder.hpp"

namespace peeringd::test {

using namespace std::chrono_literals;

// One connection with two endpoints of two probes, each probed every ten seconds.
class IncidentSearchTest : public testing::Test {
 protected:
  explicit IncidentSearchTest(const Config& config = simulated_config(1)) : run_(clock_, config) {
    clock_.advance(24h - clock_.wall().time_since_epoch() % 24h);
    start();
  }

  void restart() {
    writer_->finish(run_.snapshot());
    clock_.advance(1min);
    start();
  }

  Moment now() const { return std::chrono::floor<std::chrono::seconds>(clock_.wall()); }

  // `lost`: each such probe is lost; 0: none.
  void pass(int minutes, Duration round_trip, std::size_t lost = 0) {
    for (int minute = 0; minute < minutes; ++minute) {
      for (int burst = 0; burst < 6; ++burst) probe(round_trip, lost);
      end_minute();
    }
  }

  // Jitter of some percent; a share of the packets waits in a queue, this long on average.
  void pass_jittered(int minutes, Duration round_trip, double share = 0, Duration queue = {}) {
    std::normal_distribution<double> jitter(1, 0.04);
    std::exponential_distribution<double> wait(1);
    std::bernoulli_distribution waits(share);
    const std::size_t targets = run_.snapshot().targets.size();
    for (int minute = 0; minute < minutes; ++minute) {
      for (std::size_t i = 0; i < 6 * targets; ++i) {
        const double delay = waits(random_) ? wait(random_) : 0;
        run_.answer(i % targets,
                    std::chrono::round<Duration>(round_trip * jitter(random_) + queue * delay));
      }
      end_minute();
    }
  }

  std::vector<Incident> found() {
    EXPECT_TRUE(search_now(*writer_->opened(), now()));
    return writer_->opened()->incidents.find(IncidentQuery{.limit = 500});
  }

  void publish(EventKind kind, EventSubject subject, std::vector<EventField> fields) {
    Event event{kind, EventLevel::info, std::move(subject), "text", std::move(fields)};
    event.time = clock_.wall();
    event.id = static_cast<std::uint64_t>(
        std::chrono::floor<std::chrono::microseconds>(clock_.wall()).time_since_epoch().count());
    writer_->add(event);
  }

  TemporaryFolder folder_;
  ManualClock clock_;
  SimulatedRun run_;
  std::optional<HistoryWriter> writer_;
  bool upkeep_ = true;  // searches once an hour

 private:
  void start() {
    writer_.reset();  // releases the lock of the file first
    writer_.emplace(HistoryOptions{.folder = folder_.path(),
                                   .size = 50'000'000,
                                   .keep = HistoryConfig().keep,
                                   .disk_reserve = 0,
                                   .version = "test"},
                    clock_);
    writer_->open();
    writer_->begin_at(run_.snapshot());
    writer_->add(*run_.assessment());
  }

  void end_minute() {
    clock_.advance(1min);
    writer_->add(run_.take_batch());
    writer_->add(*run_.assessment());
    while (upkeep_ && writer_->maintain()) {
    }
  }

  void probe(Duration round_trip, std::size_t lost) {
    for (std::size_t target = 0; target < run_.snapshot().targets.size(); ++target) {
      ++sent_;
      if (lost != 0 && sent_ % lost == 0) {
        run_.lose(target);
      } else {
        run_.answer(target, round_trip + 10us * static_cast<int>(sent_ % 7));
      }
    }
  }

  std::size_t sent_ = 0;
  std::mt19937 random_{1};
};

}  // namespace peeringd::test

// Records the outcomes of one target's probes in its sample window, which snapshots share instead
// of copying it. While one does, new outcomes wait, so that the window stays as the snapshot has it
// and a probe does not pay for a copy.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "model/sample_window.hpp"

namespace peeringd {

/// One thread; the shared windows may be used and destroyed on others.
class WindowRecorder {
 public:
  /// Outcomes that may wait. One more copies the window, which allocates memory: at most once for
  /// each snapshot.
  static constexpr std::size_t most_waiting = 4;

  /// As the constructor and the members of SampleWindow. Requires capacity > 0.
  explicit WindowRecorder(std::size_t capacity, std::uint64_t first = 1)
      : window_(capacity, first) {}
  void begin(std::uint64_t first) { window_.begin(first); }
  void resize(std::size_t capacity) {
    settle();
    window_.resize(capacity);
  }
  std::size_t capacity() const { return window_.capacity(); }
  void answer(std::uint64_t number, Duration round_trip) {
    set(number, SampleWindow::sample_of(round_trip));
  }
  void lose(std::uint64_t number) { set(number, SampleWindow::was_lost); }
  void prefetch(std::uint64_t number) const { window_.prefetch(number); }

  /// Removes all samples. None before `first` was ever due.
  void restart(std::uint64_t first) { *this = WindowRecorder(capacity(), first); }

  /// The window with all outcomes so far, advanced to `number`. The copy shares its memory: destroy
  /// it soon.
  SampleWindow share(std::uint64_t number) {
    settle();
    window_.advance(number);
    return window_;
  }

  /// How many outcomes wait.
  std::size_t waiting() const { return waiting_count_; }

 private:
  struct Waiting {
    std::int32_t after_newest;  // its number, less that of the newest sample
    SampleWindow::Sample sample;
  };

  void set(std::uint64_t number, SampleWindow::Sample sample) {
    if (window_.is_shared() && wait(number, sample)) return;
    settle();
    window_.set(number, sample);
  }

  bool wait(std::uint64_t number, SampleWindow::Sample sample) {
    const auto after_newest = static_cast<std::int64_t>(number - window_.newest());
    constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
    if (waiting_count_ == most_waiting || after_newest > most || after_newest < -most) return false;
    waiting_[waiting_count_++] = {static_cast<std::int32_t>(after_newest), sample};
    return true;
  }

  // Copies the window first if it is shared and something waits.
  void settle() {
    const std::uint64_t newest = window_.newest();
    for (std::size_t i = 0; i < waiting_count_; ++i) {
      const auto number =
          newest + static_cast<std::uint64_t>(std::int64_t{waiting_[i].after_newest});
      window_.set(number, waiting_[i].sample);
    }
    waiting_count_ = 0;
  }

  SampleWindow window_;
  std::array<Waiting, most_waiting> waiting_{};
  std::uint32_t waiting_count_ = 0;
};

}  // namespace peeringd

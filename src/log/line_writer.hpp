// Lines to a descriptor that may not take them: a pipe that nobody reads, a full disk. Beside the
// probing loop, which must never wait for the reader of its log.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace peeringd::log {

class LineWriter {
 public:
  /// Borrows the descriptor, whatever mode it is in.
  explicit LineWriter(int descriptor) : descriptor_(descriptor) {}

  /// Writes a line, its end included, and waits for as long as that takes. False when it was lost:
  /// writing failed, or it was time to give up. One thread.
  bool write(std::string_view line);

  /// From now on nothing waits for longer than this, all lines together. Any thread.
  void give_up_in(std::chrono::milliseconds time);

  /// Why the latest line was lost, as "No space left on device".
  const std::string& trouble() const { return trouble_; }

 private:
  bool wait_for_room();
  bool write_all(std::string_view text);

  int descriptor_;
  std::atomic<std::int64_t> give_up_at_{INT64_MAX};  // in ticks of the steady clock
  bool cut_ = false;                                 // the beginning of a lost line was written
  std::string trouble_;
};

}  // namespace peeringd::log

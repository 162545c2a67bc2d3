// Writes lines to a descriptor that may refuse them: a pipe whose reader has stopped, a full disk.
// Not for the probing loop, which must never wait for the reader of its log.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace peeringd::log {

class LineWriter {
 public:
  /// Borrows the descriptor, blocking or not.
  explicit LineWriter(int descriptor) : descriptor_(descriptor) {}

  /// Writes a line, which includes its line end, and waits as long as needed. Returns false if the
  /// line was lost, because writing failed or the time of give_up_in() was over. One thread.
  bool write(std::string_view line);

  /// Limits the time that all further writes together may wait. Any thread.
  void give_up_in(std::chrono::milliseconds time);

  /// The reason why the latest line was lost, such as "No space left on device".
  const std::string& trouble() const { return trouble_; }

 private:
  bool wait_for_room();
  bool write_all(std::string_view text);

  int descriptor_;
  std::atomic<std::int64_t> give_up_at_{INT64_MAX};  // in ticks of the steady clock
  bool cut_ = false;                                 // only the beginning of a line was written
  std::string trouble_;
};

}  // namespace peeringd::log

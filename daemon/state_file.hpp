// Keeps what must survive a restart beside the history: outages and announced maintenance in the
// file `state`, the addresses of names, and which prefixes had a source, in the file `addresses`. A
// thread of its own writes them, so that a disk that hangs delays nothing else.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "assessment/address_memory.hpp"
#include "assessment/source_memory.hpp"
#include "base/clock.hpp"
#include "model/assessment.hpp"
#include "model/history_config.hpp"
#include "model/persistent_state.hpp"

namespace peeringd {

class StateFile {
 public:
  /// Uses history_folder(). Without one, nothing survives. The clock must outlive this object.
  StateFile(const HistoryConfig& config, const Clock& clock);
  ~StateFile();
  StateFile(const StateFile&) = delete;
  StateFile& operator=(const StateFile&) = delete;

  /// The state of the previous run. Empty if there is none; a file that cannot be read is logged,
  /// and costs only what it had. Blocks. Call once, before note().
  PersistentState read();

  /// Writes outages and maintenance if they have changed, and every ten minutes while there is an
  /// outage. Writes addresses if they have changed, and every hour; looks at them once a minute,
  /// and more often in the first minute. Writes both after a step of the wall clock. Repeats a
  /// write that has failed after a minute. Follows the history to another folder. Returns at once.
  /// The monitor's thread.
  void note(std::shared_ptr<const Assessment> assessment);

  /// Writes the last state once more, with the time of the end, and waits for that. Returns false
  /// if it takes longer than `patience`; the object must then not be destroyed. Call once, after
  /// the last note().
  bool finish(Duration patience);

 private:
  // When a file was last passed on, and how the clocks differed then. None: not yet in this folder.
  using Written = std::optional<Instant>;

  // Of the writes of a file.
  struct Failure {
    std::atomic<bool> repeat = false;  // the last one has failed; note() takes it back
    bool reported = false;             // used on the thread only
  };

  void move_to(std::optional<std::filesystem::path> folder);
  void note_state(const Assessment& assessment, Instant now);
  void note_addresses(const Assessment& assessment, Instant now);
  static bool must_repeat(Failure& failure, const Written& written, Instant now);
  static void write_file(const std::filesystem::path& path, const std::string& text,
                         std::string_view lost, Failure& failure);
  void write_state(const std::filesystem::path& folder, const PersistentState& state);
  KnownLines known_at(Instant now) const;
  void write_addresses(const std::filesystem::path& folder, const KnownLines& known);

  std::optional<std::filesystem::path> folder_;
  const Clock& clock_;
  std::shared_ptr<const Assessment> assessment_;  // the last one
  PersistentState last_state_;                    // the last one that was passed on
  Written state_written_;
  AddressMemory addresses_;
  SourceMemory sources_;
  Written addresses_written_;
  std::optional<MonotonicTime> looked_at_;  // when the addresses were
  Duration look_again_after_ = std::chrono::seconds{1};
  Failure state_failure_;
  Failure addresses_failure_;
  boost::asio::thread_pool thread_{1};
};

/// Like finish_history().
void finish_state_file(StateFile& file);

}  // namespace peeringd

// Keeps what must survive a restart in the file `state` beside the history: outages, announced
// maintenance and the addresses of names. A thread of its own writes the file, so that a disk that
// hangs delays nothing else.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <filesystem>
#include <optional>

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

  /// The state of the previous run. Empty if there is none; a file that cannot be read is logged.
  /// Blocks. Call before note().
  PersistentState read() const;

  /// Writes the state of the assessment if it has changed, every ten minutes while there is an
  /// outage, and every hour while there are addresses. Looks at these once a minute,
  /// and more often in the first minute. Follows the history to another folder. Returns at once.
  /// The monitor's thread.
  void note(const Assessment& assessment);

  /// Writes the last state once more, with the time of the end, and waits for that. Returns false
  /// if it takes longer than `patience`; the object must then not be destroyed. Call once, after
  /// the last note().
  bool finish(Duration patience);

 private:
  void move_to(std::optional<std::filesystem::path> folder);
  void write(const std::filesystem::path& folder, const PersistentState& state);

  std::optional<std::filesystem::path> folder_;
  const Clock& clock_;
  PersistentState last_;                     // the last one that was passed on
  std::optional<MonotonicTime> written_at_;  // when it was
  std::optional<MonotonicTime> looked_at_;   // when the last addresses were
  Duration look_again_after_ = std::chrono::seconds{1};
  bool failing_ = false;  // used on the thread only
  boost::asio::thread_pool thread_{1};
};

/// Like finish_history().
void finish_state_file(StateFile& file);

}  // namespace peeringd

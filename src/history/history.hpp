// The history: keeps measurements for years in one file. Only its own thread uses the file, and no
// other thread waits for it.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "history/history_writer.hpp"

namespace peeringd {

/// A subscriber of the feed, of assessments and of events.
class History {
 public:
  /// Opens the file on the history's thread. Without options the history is off. The clock must
  /// outlive this object.
  History(std::optional<HistoryOptions> options, const Clock& clock);
  ~History();
  History(const History&) = delete;
  History& operator=(const History&) = delete;

  /// These return at once. If the disk hangs, new items wait in bounded memory; beyond it, answers
  /// and events are counted as dropped, and newer assessments replace older ones. Any thread.
  void add(MeasurementBatch batch);
  void add(const std::shared_ptr<const Assessment>& assessment);
  void add(const Event& event);

  /// Applies the options at the next assessment; none: off. Closes the file and opens
  /// it, or another one, if the options differ. Any thread.
  void reload(std::optional<HistoryOptions> options);

  /// Writes everything up to `last`, closes the file, ends the thread, and waits for that. Returns
  /// false if it takes longer than `patience`; the object must then not be destroyed. Call once.
  bool finish(std::shared_ptr<const Snapshot> last, Duration patience);

  /// Any thread.
  HistoryFacts facts() const;

  /// The last result of each connection, group and prefix, beyond restarts; null if the history is
  /// off or was never open. Does not wait for the thread. Any thread.
  std::shared_ptr<const std::vector<ResultChange>> last_results() const;

  /// Calls `use` on the history's thread, with null while there is no file or the history is off.
  /// `use` delays the recording, so it must be quick, and it must not throw. Returns false and does
  /// not call it if too many calls wait already. Never calls it after finish(). Any thread.
  bool read(std::function<void(OpenHistory*)> use);

 private:
  // The items that wait for the thread.
  struct Inbox {
    std::vector<MeasurementBatch> batches;
    std::vector<Event> events;
    std::shared_ptr<const Assessment> assessment;
    std::optional<std::optional<HistoryOptions>> options;  // to go on with
    std::size_t answers = 0;                               // total in the batches
    std::uint64_t dropped_events = 0;                      // for which there was no room
    bool posted = false;                                   // the thread will look
  };

  template <typename Put>
  void put(Put put_into);
  void look();
  void make_writer();
  void switch_options(std::optional<HistoryOptions> options, const Snapshot& snapshot);
  void maintain();
  void publish_facts();

  const Clock& clock_;
  // Used on the thread only.
  std::optional<HistoryOptions> options_;
  std::unique_ptr<HistoryWriter> writer_;  // null: off
  bool maintaining_ = false;

  mutable std::mutex mutex_;
  // Guarded by mutex_.
  Inbox inbox_;
  HistoryFacts facts_;
  std::shared_ptr<const std::vector<ResultChange>> last_results_;
  std::uint64_t dropped_answers_ = 0;
  std::size_t waiting_reads_ = 0;

  boost::asio::thread_pool thread_{1};
};

}  // namespace peeringd

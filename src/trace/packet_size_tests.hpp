// Tests which sizes of packets pass where HTTPS stalls and small packets are answered. The tests
// run on a thread of their own.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/packet_sizes.hpp"
#include "model/reachability.hpp"
#include "model/rollup.hpp"
#include "model/snapshot.hpp"
#include "trace/packet_size_test.hpp"

namespace peeringd {

/// One test a prefix when its HTTPS stalls, and every ten minutes while it does; at most 16 at a
/// time. Remembers prefixes by name.
class PacketSizeTests {
 public:
  static constexpr Duration pause = std::chrono::minutes{10};
  static constexpr std::size_t max_running = 16;

  PacketSizeTests();
  ~PacketSizeTests();  // NOLINT(bugprone-exception-escape): ends the thread
  PacketSizeTests(const PacketSizeTests&) = delete;
  PacketSizeTests& operator=(const PacketSizeTests&) = delete;

  /// Starts the tests that are due. Returns for each prefix, in the order of Snapshot::prefixes,
  /// the last finished test of the present stall; none where HTTPS does not stall. Called with each
  /// assessment, by one thread at a time; does not block.
  std::vector<std::optional<PacketSizes>> of(const Snapshot& snapshot, const Rollup& rollup,
                                             const ReachReport& reach);

  /// Number of tests under way at the last of(). The caller's thread.
  std::size_t running() const { return count_; }

 private:
  struct Memory {
    std::string endpoint{};                 // of the last test
    std::optional<MonotonicTime> tested{};  // when the last test began
    std::optional<PacketSizes> sizes{};
    bool running = false;
  };
  using Finished = std::pair<std::string, std::optional<PacketSizes>>;

  void take_finished();
  void start(const std::string& prefix, const Source& source, const IpAddress& destination);

  std::map<std::string, Memory, std::less<>> prefixes_;  // used on the caller's thread
  std::size_t count_ = 0;                                // of running tests; caller's thread

  std::mutex mutex_;
  std::vector<Finished> finished_;  // guarded by mutex_
  // Used on the thread of the tests only.
  std::map<std::string, std::shared_ptr<PacketSizeTest>, std::less<>> running_;
  boost::asio::thread_pool thread_{1};
};

}  // namespace peeringd

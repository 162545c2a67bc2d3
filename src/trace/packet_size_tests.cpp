#include "trace/packet_size_tests.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "model/config.hpp"
#include "model/event.hpp"
#include "trace/stalled_https.hpp"

namespace peeringd {

// The first timer opens the thread's epoll set, which throws if no descriptor is left: not on the
// thread.
PacketSizeTests::PacketSizeTests() {
  const boost::asio::steady_timer first(thread_);
}

PacketSizeTests::~PacketSizeTests() {
  thread_.stop();
  thread_.join();
  running_.clear();  // before the executor that they use
}

std::vector<std::optional<PacketSizes>> PacketSizeTests::of(const Snapshot& snapshot,
                                                            const Rollup& rollup,
                                                            const ReachReport& reach) {
  take_finished();
  std::map<std::string, Memory, std::less<>> kept;
  std::vector<std::optional<PacketSizes>> found;
  for (std::size_t p = 0; p < snapshot.prefixes.size(); ++p) {
    const PrefixSnapshot& prefix = snapshot.prefixes[p];
    const std::string name =
        to_string(subject_of(*snapshot.config, prefix.connection, prefix.prefix));
    Memory memory;
    if (auto known = prefixes_.extract(name)) memory = std::move(known.mapped());
    const auto stalled = stalled_https(snapshot, rollup, reach, p);
    if (!stalled) {
      memory.sizes.reset();
    } else {
      const TargetSnapshot& target = snapshot.targets[*stalled];
      const bool due = !memory.tested || snapshot.taken_at - *memory.tested >= pause;
      if (due && !memory.running && prefix.choice.source && count_ < max_running) {
        memory.endpoint = endpoint_of(*snapshot.config, target.target).name;
        memory.tested = snapshot.taken_at;
        memory.running = true;
        ++count_;
        start(name, *prefix.choice.source, *target.address);
      }
    }
    found.push_back(memory.sizes);
    if (memory.tested || memory.running) kept.emplace(name, std::move(memory));
  }
  // A prefix that a reload removed may return before its test ends.
  for (auto& [name, memory] : prefixes_) {
    if (memory.running) kept.emplace(name, std::move(memory));
  }
  prefixes_ = std::move(kept);
  return found;
}

void PacketSizeTests::take_finished() {
  std::vector<Finished> finished;
  {
    const std::lock_guard lock(mutex_);
    finished.swap(finished_);
  }
  count_ -= finished.size();
  for (auto& [name, sizes] : finished) {
    const auto known = prefixes_.find(name);
    if (known == prefixes_.end()) continue;
    known->second.running = false;
    known->second.sizes = std::move(sizes);
    if (known->second.sizes) known->second.sizes->endpoint = known->second.endpoint;
  }
}

void PacketSizeTests::start(const std::string& prefix, const Source& source,
                            const IpAddress& destination) {
  boost::asio::post(thread_, [this, prefix, source, destination] {
    running_[prefix] = start_packet_size_test(thread_.get_executor(), source, destination,
                                              [this, prefix](std::optional<PacketSizes> sizes) {
                                                {
                                                  const std::lock_guard lock(mutex_);
                                                  finished_.emplace_back(prefix, std::move(sizes));
                                                }
                                                running_.erase(prefix);
                                              });
  });
}

}  // namespace peeringd

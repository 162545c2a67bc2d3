// A queue for something scarce, in which one group's crowd does not delay the other groups.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <list>
#include <map>
#include <optional>
#include <utility>

namespace peeringd {

/// Serves the groups in turn, however many items each has. Within a group the newest item comes
/// first: one that has waited for long has more likely given up. One thread at a time.
template <typename Group, typename Item>
class FairQueue {
 public:
  void add(Group group, Item item) {
    entries_.push_back({std::move(group), std::move(item), ++counter_});
  }

  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }

  std::size_t size_of(const Group& group) const {
    return static_cast<std::size_t>(
        std::count_if(entries_.begin(), entries_.end(),
                      [&](const Entry& entry) { return entry.group == group; }));
  }

  template <typename Condition>
  void remove_if(Condition condition) {
    entries_.remove_if([&](const Entry& entry) { return condition(entry.item); });
  }

  /// Removes the next item and returns it.
  std::optional<Item> take() {
    if (entries_.empty()) return std::nullopt;
    const Group group = next_group();
    const auto newest = std::find_if(entries_.rbegin(), entries_.rend(),
                                     [&](const Entry& entry) { return entry.group == group; });
    Item item = std::move(newest->item);
    entries_.erase(std::next(newest).base());
    served_[group] = ++counter_;
    std::erase_if(served_, [&](const auto& served) { return size_of(served.first) == 0; });
    return item;
  }

 private:
  struct Entry {
    Group group;
    Item item;
    std::uint64_t number;
  };

  // The group that was not served for longest, counted from the arrival of its oldest item.
  Group next_group() const {
    const Entry* next = nullptr;
    std::uint64_t lowest = 0;
    for (const Entry& entry : entries_) {
      const auto served = served_.find(entry.group);
      const std::uint64_t since =
          std::max(entry.number, served == served_.end() ? 0 : served->second);
      if (next != nullptr && since >= lowest) continue;
      next = &entry;
      lowest = since;
    }
    return next->group;
  }

  std::list<Entry> entries_;               // in the order of arrival
  std::map<Group, std::uint64_t> served_;  // of groups with items
  std::uint64_t counter_ = 0;
};

}  // namespace peeringd

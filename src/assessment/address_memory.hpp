// Remembers the last addresses of names for the next run, also while a line that has flapped or
// dials again has none. Pure.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "model/assessment.hpp"
#include "model/persistent_state.hpp"

namespace peeringd {

/// Addresses that were answered longer ago are not restored.
inline constexpr Duration max_address_age = std::chrono::days{1};

/// More addresses are only remembered while they are in use.
inline constexpr std::size_t max_remembered_addresses = 10'000;

/// One thread at a time.
class AddressMemory {
 public:
  /// The addresses of a previous run. Call before note().
  void restore(const std::vector<KnownAddress>& addresses, Instant now);

  /// Takes the addresses that the assessment has in use. Forgets those that it does not have after
  /// max_address_age, and the oldest if there are too many. Returns whether any address differs;
  /// their times always do.
  bool note(const Assessment& assessment);

  /// Each source and host once, in their order. Their times follow the steps of the wall clock.
  std::vector<KnownAddress> addresses(Instant now) const;

  bool empty() const { return known_.empty(); }

 private:
  using Key = std::pair<IpAddress, std::string>;  // source and host
  struct Answer {
    IpAddress address;
    MonotonicTime answered_at;
    bool in_use = false;
  };

  bool forget(MonotonicTime now);

  std::map<Key, Answer> known_;
};

}  // namespace peeringd

// The certificates that HTTPS probes trust, parsed once for all sources, and read again when their
// files change, so that a replaced authority needs neither a restart nor a reload.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "http_client/trust_store.hpp"

namespace peeringd {

/// Any thread may call any function: reading goes on outside the lock, so that the probing loop
/// never waits for it. A store that was handed out belongs to the probing loop.
class TrustAnchors {
 public:
  enum class When : std::uint8_t {
    now,      ///< read whatever has changed
    at_rest,  ///< read what has changed since the last but one look, and not since the last: a file
              ///< that is just being written is left for the next look
  };

  /// The certificates of `ca_file`, or of the system where the name is empty. Never null. Reads the
  /// files only when nobody has yet.
  TrustStore store_for(const std::string& ca_file);

  /// Looks at the files of all stores that are known, and reads those that have changed. What
  /// cannot be read leaves the store as it was; the log says so once, until it can be read again.
  void refresh(When when);

  /// Reads the files of `ca_files` that are not known or have changed.
  void read(const std::set<std::string>& ca_files);

  /// Forgets all stores but those of `ca_files`.
  void keep_only(const std::set<std::string>& ca_files);

  bool empty() const;

 private:
  struct Entry {
    TrustStore store;
    std::uint64_t identity = 0;         ///< of the files that were read last, well or not
    std::optional<std::uint64_t> seen;  ///< another identity, at the last look
    bool broken = false;                ///< the last reading failed
  };
  using Entries = std::map<std::string, Entry>;

  void look_at(const std::string& ca_file, When when);
  void take(const std::string& ca_file, std::uint64_t identity, Result<TrustStore> loaded);
  std::vector<std::string> names() const;
  std::optional<Entry> find(const std::string& ca_file) const;

  mutable std::mutex mutex_;  // guards entries_
  Entries entries_;
};

}  // namespace peeringd

// The trusted certificates of HTTPS probes, parsed once for all sources and read again when their
// files change: a replaced authority needs neither a restart nor a reload.
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

/// Any thread may call any function. Files are read outside the lock, so the probing loop never
/// waits for that. A store that was returned belongs to the probing loop.
class TrustAnchors {
 public:
  enum class When : std::uint8_t {
    now,      ///< read everything that has changed
    at_rest,  ///< read files that changed before the last look but not since, so that a file being
              ///< written is left for the next look
  };

  /// The certificates of `ca_file`; empty: the system's. Never null. Reads the files if they are
  /// not known yet.
  TrustStore store_for(const std::string& ca_file);

  /// Looks at the files of all known stores and reads those that have changed. If reading fails,
  /// the store stays as it was; this is logged once until it succeeds.
  void refresh(When when);

  /// Reads the files of `ca_files` that are new or have changed.
  void read(const std::set<std::string>& ca_files);

  /// Forgets all stores except those of `ca_files`.
  void keep_only(const std::set<std::string>& ca_files);

  bool empty() const;

 private:
  struct Entry {
    TrustStore store;
    std::uint64_t identity = 0;         ///< of the files at the last attempt to read them
    std::optional<std::uint64_t> seen;  ///< a different identity at the last look
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

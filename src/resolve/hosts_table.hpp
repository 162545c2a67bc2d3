// The names of an /etc/hosts, ready to be looked up: blocklists have more than 100,000 of them.
// Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/ip_prefix.hpp"

namespace peeringd {

/// Holds the text itself and eight bytes a name.
class HostsTable {
 public:
  HostsTable() = default;
  /// Takes some 40 ms for 150,000 lines: not for a thread that must not wait.
  explicit HostsTable(std::string text);

  /// All addresses of that family which the file has for `host`, in its order; letters of either
  /// case are the same, and a final dot does not matter.
  std::vector<IpAddress> find(std::string_view host, Family family) const;

 private:
  struct Entry {
    std::uint32_t hash;  // of a name
    std::uint32_t line;  // where that begins
  };

  std::string text_;
  std::vector<Entry> entries_;  // by hash, then line
};

}  // namespace peeringd

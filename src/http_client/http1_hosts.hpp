// Remembers servers that speak HTTP/2 but asked for HTTP/1.1, and for how long to comply.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "base/clock.hpp"

namespace peeringd {

class Http1Hosts {
 public:
  void add(const std::string& host, std::uint16_t port, MonotonicTime until) {
    until_[{host, port}] = until;
  }

  /// Forgets the server after its time.
  bool contains(const std::string& host, std::uint16_t port, MonotonicTime now) {
    if (until_.empty()) return false;
    const auto found = until_.find({host, port});
    if (found == until_.end()) return false;
    if (now < found->second) return true;
    until_.erase(found);
    return false;
  }

 private:
  std::map<std::pair<std::string, std::uint16_t>, MonotonicTime> until_;
};

}  // namespace peeringd

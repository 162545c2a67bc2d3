// Servers that speak HTTP/2 but have asked for HTTP/1.1, and until when they are taken at their
// word.
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

  /// Forgets the server when its time has passed.
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

// StayRTR, an RTR cache, on the loopback interface, for one test.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <vector>

#include "model/vrp.hpp"

namespace peeringd::test {

/// Ends with the object, or with the test process.
class StayRtr {
 public:
  static bool installed();

  /// With a directory for its file. `expire` in seconds, at least 600.
  explicit StayRtr(int expire = 7200);
  StayRtr(const StayRtr&) = delete;
  StayRtr& operator=(const StayRtr&) = delete;
  ~StayRtr();

  std::uint16_t port() const { return port_; }

  /// Replaces the data, which StayRTR reads again within a second or two.
  void write(const std::vector<Vrp>& vrps);

  /// The first start, or the next one after kill(): with another session. It listens once it has
  /// read its file.
  void start();

  /// SIGKILL.
  void kill();

 private:
  std::filesystem::path directory_;
  std::string expire_;
  std::uint16_t port_ = 0;
  pid_t process_ = -1;
};

}  // namespace peeringd::test

// A disk of a few megabytes that a test can fill.
#pragma once

#include <sched.h>
#include <sys/mount.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

namespace peeringd::test {

/// Only this process sees it.
class SmallDisk {
 public:
  explicit SmallDisk(std::filesystem::path folder, int megabytes = 1) : folder_(std::move(folder)) {
    const std::string size = "size=" + std::to_string(megabytes) + "m";
    std::filesystem::create_directories(folder_);
    mounted_ = ::unshare(CLONE_NEWNS) == 0 &&
               ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
               ::mount("none", folder_.c_str(), "tmpfs", 0, size.c_str()) == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  /// False without the right to mount.
  bool mounted() const { return mounted_; }

  /// Leaves this number of bytes free.
  void fill(std::uintmax_t left) const {
    const std::uintmax_t available = std::filesystem::space(folder_).available;
    std::ofstream(folder_ / "filler") << std::string(available - std::min(left, available), 'x');
  }

  void free() const { std::filesystem::remove(folder_ / "filler"); }

 private:
  std::filesystem::path folder_;
  bool mounted_ = false;
};

}  // namespace peeringd::test

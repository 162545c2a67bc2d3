#include "tun.hpp"

#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>

#include <cstring>

namespace peeringd::lab {
namespace {

Descriptor open_file(const std::string& path, int flags) {
  return Descriptor(check(::open(path.c_str(), flags | O_CLOEXEC), path));
}

/// Moves the calling thread into a network namespace until the end of the scope.
class Visit {
 public:
  explicit Visit(const std::string& netns) : home_(open_file("/proc/self/ns/net", O_RDONLY)) {
    const Descriptor there = open_file(netns, O_RDONLY);
    check(::setns(there.number(), CLONE_NEWNET), "entering " + netns);
  }
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;
  ~Visit() { ::setns(home_.number(), CLONE_NEWNET); }

 private:
  Descriptor home_;
};

}  // namespace

Descriptor open_tun(const std::string& netns, const std::string& name) {
  const Visit visit(netns);
  Descriptor tun = open_file("/dev/net/tun", O_RDWR | O_NONBLOCK);
  ifreq request{};
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  name.copy(request.ifr_name, IFNAMSIZ - 1);
  check(::ioctl(tun.number(), TUNSETIFF, &request), "making the TUN device " + name);
  return tun;
}

}  // namespace peeringd::lab

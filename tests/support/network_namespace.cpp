#include "support/network_namespace.hpp"

#include <linux/capability.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>

namespace peeringd::log {
// Null in tests that do not log. Not declared by the header, which they could not include.
[[gnu::weak]] void flush();
}  // namespace peeringd::log

namespace peeringd::test {
namespace {

constexpr int not_permitted_status = 77;

bool write_file(const char* path, const std::string& text) {
  std::ofstream file(path);
  file << text << std::flush;
  return file.good();
}

// `uid` and `gid` are our ids in the user namespace, which is needed unless we are root.
bool enter_namespace(uid_t uid, gid_t gid) {
  if (geteuid() == 0 && unshare(CLONE_NEWNET) == 0) return true;
  const auto map = [](auto inside, auto outside) {
    return std::to_string(inside) + " " + std::to_string(outside) + " 1";
  };
  const std::string uids = map(uid, geteuid());
  const std::string gids = map(gid, getegid());
  if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return false;
  return write_file("/proc/self/setgroups", "deny") && write_file("/proc/self/uid_map", uids) &&
         write_file("/proc/self/gid_map", gids);
}

bool set_loopback_up() {
  const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq loopback{.ifr_ifrn = {.ifrn_name = "lo"}, .ifr_ifru = {.ifru_flags = IFF_UP}};
  const bool is_up = ioctl(socket, SIOCSIFFLAGS, &loopback) == 0;
  close(socket);
  return is_up;
}

int run_child(const std::function<std::string()>& body) {
  // Programs keep our capabilities only as user 0 of the namespace.
  if (!enter_namespace(0, 0)) return not_permitted_status;
  std::string failure;
  try {
    failure = body();
  } catch (const std::exception& error) {
    failure = error.what();
  }
  if (failure.empty()) return EXIT_SUCCESS;
  std::fprintf(stderr, "in the network namespace: %s\n", failure.c_str());
  return EXIT_FAILURE;
}

}  // namespace

NamespaceOutcome in_network_namespace(const std::function<std::string()>& body) {
  std::fflush(nullptr);
  // Once nothing waits, the log's thread does not hold its mutex, which the child would inherit.
  if (log::flush != nullptr) log::flush();
  const pid_t child = fork();
  if (child < 0) return NamespaceOutcome::not_permitted;
  if (child == 0) {
    alarm(60);  // ends a hanging test
    const int status = run_child(body);
    std::fflush(nullptr);
    _exit(status);
  }
  int status = 0;
  if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return NamespaceOutcome::failed;
  if (WEXITSTATUS(status) == not_permitted_status) return NamespaceOutcome::not_permitted;
  return WEXITSTATUS(status) == 0 ? NamespaceOutcome::passed : NamespaceOutcome::failed;
}

bool enter_own_network() {
  // Tried by a child first: some kernels grant a user namespace without rights in it.
  const auto attempt = [] { return set_loopback_up() ? "" : "the loopback stays down"; };
  if (in_network_namespace(attempt) != NamespaceOutcome::passed) return false;
  const uid_t uid = geteuid();
  if (!enter_namespace(uid, getegid()) || !set_loopback_up()) std::abort();
  // Debian's systemd permits ping sockets (icmp(7)) to all; a new namespace to none.
  const std::string group = std::to_string(getegid());
  write_file("/proc/sys/net/ipv4/ping_group_range", group + " " + group);
  // A user namespace grants rights that tests must not have.
  if (uid != 0 && !drop_capabilities()) std::abort();
  return true;
}

bool shell(const std::string& command) {
  return std::system(command.c_str()) == 0;
}

bool replace_file(const std::string& path, const std::string& text) {
  if (unshare(CLONE_NEWNS) != 0) return false;
  if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
  std::string replacement = "/tmp/peeringd-test-XXXXXX";
  const int file = mkstemp(replacement.data());
  if (file < 0) return false;
  const bool written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  close(file);
  const bool mounted = mount(replacement.c_str(), path.c_str(), nullptr, MS_BIND, nullptr) == 0;
  unlink(replacement.c_str());  // the mount remains
  return written && mounted;
}

bool drop_capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  const std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> none{};
  return syscall(SYS_capset, &header, none.data()) == 0;
}

}  // namespace peeringd::test

#include "support/network_namespace.hpp"

#include <linux/capability.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>

namespace peeringd::test {
namespace {

constexpr int not_permitted_status = 77;

bool write_file(const char* path, const std::string& text) {
  std::ofstream file(path);
  file << text << std::flush;
  return file.good();
}

bool enter_namespace() {
  if (geteuid() == 0 && unshare(CLONE_NEWNET) == 0) return true;
  const auto uid = std::to_string(geteuid());
  const auto gid = std::to_string(getegid());
  if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return false;
  // Programs we start keep our capabilities only as user 0 of the namespace.
  return write_file("/proc/self/setgroups", "deny") &&
         write_file("/proc/self/uid_map", "0 " + uid + " 1") &&
         write_file("/proc/self/gid_map", "0 " + gid + " 1");
}

int run_child(const std::function<std::string()>& body) {
  if (!enter_namespace()) return not_permitted_status;
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
  const pid_t child = fork();
  if (child < 0) return NamespaceOutcome::not_permitted;
  if (child == 0) {
    alarm(60);  // whatever hangs, ends
    const int status = run_child(body);
    std::fflush(nullptr);
    _exit(status);
  }
  int status = 0;
  if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return NamespaceOutcome::failed;
  if (WEXITSTATUS(status) == not_permitted_status) return NamespaceOutcome::not_permitted;
  return WEXITSTATUS(status) == 0 ? NamespaceOutcome::passed : NamespaceOutcome::failed;
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
  unlink(replacement.c_str());  // stays mounted
  return written && mounted;
}

bool drop_capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  const std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> none{};
  return syscall(SYS_capset, &header, none.data()) == 0;
}

}  // namespace peeringd::test

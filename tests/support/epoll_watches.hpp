// A kernel without room for another epoll watch, as when fs.epoll.max_user_watches is used up.
#pragma once

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <thread>

namespace peeringd::test {

/// Makes EPOLL_CTL_ADD fail with ENOSPC on the calling thread, for ever. False if the kernel allows
/// no filter of system calls.
inline bool refuse_epoll_watches() {
  std::array<sock_filter, 6> filter{{
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_epoll_ctl, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[1])),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, EPOLL_CTL_ADD, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSPC),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  }};
  const sock_fprog program{filter.size(), filter.data()};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/// Runs `body` on a thread of its own that gets no epoll watch. False if that is not possible here.
template <typename Body>
bool without_epoll_watches(Body body) {
  bool possible = false;
  std::thread([&] {
    possible = refuse_epoll_watches();
    if (possible) body();
  }).join();
  return possible;
}

}  // namespace peeringd::test

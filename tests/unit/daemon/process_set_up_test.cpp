#include "daemon/process_set_up.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <csignal>
#include <cstring>
#include <functional>
#include <new>

#include "daemon/signal_handlers.hpp"

namespace peeringd {
namespace {

// The result of `run` in a process of its own; -1 if a signal ended it.
int in_a_process(const std::function<int()>& run) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(run());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool is_null_device(int descriptor) {
  std::array<char, 64> target{};
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  return ::readlink(link.c_str(), target.data(), target.size() - 1) > 0 &&
         std::strcmp(target.data(), "/dev/null") == 0;
}

TEST(StandardDescriptors, AreOpenedIfTheyWereClosed) {
  EXPECT_EQ(in_a_process([] {
              for (const int descriptor : {0, 1, 2}) ::close(descriptor);
              open_standard_descriptors();
              return is_null_device(0) && is_null_device(1) && is_null_device(2) ? 0 : 1;
            }),
            0);
}

TEST(StandardDescriptors, AreUnchangedIfTheyWereOpen) {
  EXPECT_EQ(in_a_process([] {
              std::array<int, 2> ends{};
              if (::pipe(ends.data()) != 0 || ::dup2(ends[1], 2) != 2) return 2;
              ::close(0);
              open_standard_descriptors();
              return is_null_device(0) && !is_null_device(2) && ::write(2, "x", 1) == 1 ? 0 : 1;
            }),
            0);
}

TEST(OutOfMemory, AbortsTheProcess) {
  const auto fail_to_allocate = [] {
    abort_when_out_of_memory();
    std::get_new_handler()();  // as operator new does, also under sanitizers
  };
  EXPECT_EXIT(fail_to_allocate(), testing::KilledBySignal(SIGABRT), "peeringd: out of memory");
}

TEST(StraySignals, DoNotEndTheProcess) {
  EXPECT_EQ(in_a_process([] {
              ignore_stray_signals();
              for (const int signal : {SIGPIPE, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGUSR1,
                                       SIGUSR2, SIGSTKFLT, SIGXFSZ, SIGRTMIN, SIGRTMAX}) {
                std::raise(signal);
              }
              return 0;
            }),
            0);
}

TEST(StraySignals, DoNotHideACrashOrARequestToStop) {
  for (const int signal : {SIGTERM, SIGINT, SIGSEGV, SIGABRT, SIGXCPU}) {
    EXPECT_EQ(in_a_process([signal] {
                std::signal(signal, SIG_DFL);  // a sanitizer has its own
                ignore_stray_signals();
                std::raise(signal);
                return 0;
              }),
              -1)
        << signal;
  }
}

TEST(SignalHandlers, HandleAReloadThatArrivedBeforeTheLoopRan) {
  EXPECT_EQ(in_a_process([] {
              block_reload_signal();
              std::raise(SIGHUP);
              boost::asio::io_context loop(1);
              int reloads = 0;
              const SignalHandlers handlers(
                  loop,
                  [&] {
                    ++reloads;
                    loop.stop();
                  },
                  [] {});
              std::raise(SIGHUP);
              unblock_reload_signal();
              loop.run_for(std::chrono::seconds(5));
              return reloads == 1 ? 0 : 1;
            }),
            0);
}

}  // namespace
}  // namespace peeringd

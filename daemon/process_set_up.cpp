#include "daemon/process_set_up.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <initializer_list>
#include <new>
#include <string_view>

namespace peeringd {
namespace {

void change_mask(int how) {
  sigset_t reload;
  ::sigemptyset(&reload);
  ::sigaddset(&reload, SIGHUP);
  ::pthread_sigmask(how, &reload, nullptr);
}

// Allocates nothing, so it writes past the log.
[[noreturn]] void abort_out_of_memory() {
  constexpr std::string_view line = "peeringd: out of memory\n";
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
  std::abort();
}

}  // namespace

void open_standard_descriptors() {
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) != -1) continue;
    // The lowest number that is free, which is this one: those below are open by now. Where there
    // is no /dev/null, a descriptor that can be neither read nor written serves as well.
    if (::open("/dev/null", O_RDWR) == -1) ::open("/", O_PATH);
  }
}

void abort_when_out_of_memory() {
  std::set_new_handler(abort_out_of_memory);
}

void ignore_stray_signals() {
  // Not SIGXCPU, which enforces a limit, and none that signals a fault of the program.
  for (const int signal : {SIGPIPE, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGUSR1, SIGUSR2,
                           SIGSTKFLT, SIGXFSZ}) {
    std::signal(signal, SIG_IGN);
  }
  for (int signal = SIGRTMIN; signal <= SIGRTMAX; ++signal) std::signal(signal, SIG_IGN);
}

void hold_back_reloads() {
  change_mask(SIG_BLOCK);
}

void let_reloads_through() {
  change_mask(SIG_UNBLOCK);
}

}  // namespace peeringd

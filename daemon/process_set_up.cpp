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

// Bypasses the log, which would allocate memory.
[[noreturn]] void abort_out_of_memory() {
  constexpr std::string_view line = "peeringd: out of memory\n";
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
  std::abort();
}

}  // namespace

void open_standard_descriptors() {
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) != -1) continue;
    // open() returns the lowest free number, which is this one. Without /dev/null, a descriptor
    // that can be neither read nor written has the same effect.
    if (::open("/dev/null", O_RDWR) == -1) ::open("/", O_PATH);
  }
}

void abort_when_out_of_memory() {
  std::set_new_handler(abort_out_of_memory);
}

void run_loop(boost::asio::io_context& loop) noexcept {
  loop.run();
}

void ignore_stray_signals() {
  // Not SIGXCPU, which enforces a limit, and no signal that reports a bug (SIGSEGV, …).
  for (const int signal : {SIGPIPE, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGUSR1, SIGUSR2,
                           SIGSTKFLT, SIGXFSZ}) {
    std::signal(signal, SIG_IGN);
  }
  for (int signal = SIGRTMIN; signal <= SIGRTMAX; ++signal) std::signal(signal, SIG_IGN);
}

void block_reload_signal() {
  change_mask(SIG_BLOCK);
}

void unblock_reload_signal() {
  change_mask(SIG_UNBLOCK);
}

}  // namespace peeringd

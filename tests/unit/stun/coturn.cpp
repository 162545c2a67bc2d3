#include "unit/stun/coturn.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <utility>

namespace peeringd::test {
namespace {

constexpr const char* program = "/usr/bin/turnserver";

[[noreturn]] void become_turnserver(const char* address, const std::string& port) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int nothing = ::open("/dev/null", O_RDWR);
  for (int descriptor = 0; descriptor <= 2; ++descriptor) ::dup2(nothing, descriptor);
  ::execl(program, program, "-n", "--stun-only", "--no-auth", "--listening-ip", address,
          "--listening-port", port.c_str(), "--no-tcp", "--no-tls", "--no-dtls", "--no-cli",
          "--relay-threads", "1", "--log-file", "/dev/null", "--pidfile", "/dev/null", "--userdb",
          "/dev/null", nullptr);
  ::_exit(127);
}

}  // namespace

std::optional<Coturn> Coturn::start(const char* address, std::uint16_t port) {
  if (!std::filesystem::exists(program)) return std::nullopt;
  const std::string port_text = std::to_string(port);
  const pid_t process = ::fork();
  if (process < 0) return std::nullopt;
  if (process == 0) become_turnserver(address, port_text);
  return Coturn(process);
}

Coturn::Coturn(Coturn&& other) noexcept : process_(std::exchange(other.process_, -1)) {}

Coturn::~Coturn() {
  if (process_ <= 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

}  // namespace peeringd::test

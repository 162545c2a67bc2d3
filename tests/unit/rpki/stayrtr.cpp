#include "unit/rpki/stayrtr.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "support/addresses.hpp"
#include "support/loopback.hpp"

namespace peeringd::test {
namespace {

constexpr const char* program = "/usr/bin/stayrtr";

[[noreturn]] void become_stayrtr(const std::string& bind, const std::string& file,
                                 const std::string& expire) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int nothing = ::open("/dev/null", O_RDWR);
  for (int descriptor = 0; descriptor <= 2; ++descriptor) ::dup2(nothing, descriptor);
  ::execl(program, program, "-bind", bind.c_str(), "-cache", file.c_str(), "-checktime=false",
          "-refresh", "1", "-rtr.expire", expire.c_str(), "-metrics.addr", "", nullptr);
  ::_exit(127);
}

}  // namespace

bool StayRtr::installed() {
  return std::filesystem::exists(program);
}

StayRtr::StayRtr(int expire)
    : directory_(testing::TempDir() + "stayrtr-" + std::to_string(::getpid())),
      expire_(std::to_string(expire)),
      port_(port_of(tcp_listener(address("127.0.0.1")))) {
  std::filesystem::create_directory(directory_);
}

StayRtr::~StayRtr() {
  kill();
  std::filesystem::remove_all(directory_);
}

void StayRtr::write(const std::vector<Vrp>& vrps) {
  const auto next = directory_ / "next.json";
  {
    std::ofstream file(next);
    file << R"({"metadata": {"buildtime": "2026-01-01T00:00:00Z"}, "roas": [)";
    for (const Vrp& vrp : vrps) {
      file << (&vrp == vrps.data() ? "" : ",") << R"({"prefix": ")" << vrp.network.to_string()
           << R"(", "maxLength": )" << vrp.max_length << R"(, "asn": )" << vrp.origin
           << R"(, "ta": "test"})";
    }
    file << "]}";
  }
  std::filesystem::rename(next, directory_ / "vrps.json");
}

void StayRtr::start() {
  const std::string bind = "127.0.0.1:" + std::to_string(port_);
  const std::string file = directory_ / "vrps.json";
  process_ = ::fork();
  if (process_ == 0) become_stayrtr(bind, file, expire_);
}

void StayRtr::kill() {
  if (process_ <= 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = -1;
}

}  // namespace peeringd::test

// lab_link: a link between two network namespaces with configurable delay, jitter and loss
// (control.hpp), for kernels without netem.
#include <getopt.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/signalfd.h>

#include <charconv>
#include <csignal>
#include <iostream>
#include <string_view>

#include "tun.hpp"
#include "wire.hpp"

namespace {

using namespace peeringd::lab;

constexpr std::string_view usage =
    "usage: lab_link --customer NETNS --edge NETNS --device NAME --control PATH [--seed N]\n"
    "NETNS is a file as /proc/PID/ns/net; each of the two gets a TUN device NAME.\n";

struct Options {
  std::string customer;
  std::string edge;
  std::string device;
  std::string control;
  std::uint64_t seed = 1;

  bool complete() const {
    return !customer.empty() && !edge.empty() && !device.empty() && !control.empty();
  }
};

bool parse_number(std::string_view text, std::uint64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

bool parse(int argc, char** argv, Options& options) {
  static constexpr option known[] = {
      {"customer", required_argument, nullptr, 'c'}, {"edge", required_argument, nullptr, 'e'},
      {"device", required_argument, nullptr, 'd'},   {"control", required_argument, nullptr, 'k'},
      {"seed", required_argument, nullptr, 's'},     {nullptr, 0, nullptr, 0}};
  for (int key = 0; (key = getopt_long(argc, argv, "", known, nullptr)) != -1;) {
    if (key == 'c') options.customer = optarg;
    if (key == 'e') options.edge = optarg;
    if (key == 'd') options.device = optarg;
    if (key == 'k') options.control = optarg;
    if (key == 's' && !parse_number(optarg, options.seed)) return false;
    if (key == '?') return false;
  }
  return optind == argc && options.complete();
}

/// Sets real-time priority if permitted (not in a user namespace).
void take_precedence() {
  sched_param priority{};
  priority.sched_priority = 10;
  if (sched_setscheduler(0, SCHED_FIFO, &priority) != 0) {
    std::cerr << "lab_link: no real-time priority; delays are as true as the machine is idle\n";
  }
  mlockall(MCL_CURRENT | MCL_FUTURE);
}

Descriptor catch_stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  return Descriptor(check(signalfd(-1, &signals, SFD_CLOEXEC), "signalfd"));
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!parse(argc, argv, options)) {
    std::cerr << usage;
    return 2;
  }
  try {
    constexpr std::size_t capacity = 4096;  // 800 ms of 5,000 packets a second
    const Descriptor stop = catch_stop_signals();
    Wire wire(open_tun(options.customer, options.device), open_tun(options.edge, options.device),
              Ways{Way(options.seed * 2, capacity), Way(options.seed * 2 + 1, capacity)},
              options.control);
    take_precedence();
    wire.run(stop.number());
  } catch (const std::exception& error) {
    std::cerr << "lab_link: " << error.what() << '\n';
    return 1;
  }
}

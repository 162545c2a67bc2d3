// Probing allocates nothing in steady state: runs the whole loop on loopback and counts each
// operator new of its thread. A separate program, since it replaces these operators.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <new>
#include <thread>

#include "engine/engine.hpp"
#include "support/loopback.hpp"
#include "support/namespace_test.hpp"
#include "support/test_config.hpp"

namespace {

thread_local std::uint64_t allocations = 0;

void* allocate(std::size_t size, std::size_t alignment) {
  ++allocations;
  void* const memory =
      std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

// Replaces all of them: a sanitizer would provide the others, which do not match.
void* operator new(std::size_t size) {
  return allocate(size == 0 ? 1 : size, alignof(std::max_align_t));
}
void* operator new[](std::size_t size) {
  return operator new(size);
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return operator new(size);
}
void* operator new[](std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return operator new(size);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t /*alignment*/) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/, std::align_val_t /*alignment*/) noexcept {
  std::free(memory);
}

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using test::shell;

constexpr auto often = 100ms;

// Answers Binding requests with a mapped address, on a thread of its own, until it is destroyed.
class StunServer {
 public:
  StunServer() : socket_(test::udp_socket(address("127.0.0.2"))), thread_([this] { serve(); }) {}
  ~StunServer() {
    test::send_to(test::udp_socket(address("127.0.0.1")), address("127.0.0.2"), port(), "end");
    thread_.join();
  }
  std::uint16_t port() const { return test::port_of(socket_); }

 private:
  void serve() const {
    std::array<std::uint8_t, 32> message{};
    for (;;) {
      sockaddr_in client{};
      socklen_t size = sizeof client;
      test::wait_for(socket_.get(), POLLIN);
      const auto count = ::recvfrom(socket_.get(), message.data(), message.size(), 0,
                                    reinterpret_cast<sockaddr*>(&client), &size);
      if (count < 0) continue;
      if (count < 20) return;
      constexpr std::array<std::uint8_t, 12> attribute{0, 0x20, 0, 8, 0, 1};
      message[0] = message[1] = 1;  // a success response
      message[3] = attribute.size();
      std::copy(attribute.begin(), attribute.end(), message.begin() + 20);
      ::sendto(socket_.get(), message.data(), message.size(), 0,
               reinterpret_cast<sockaddr*>(&client), size);
    }
  }

  const Descriptor socket_;
  std::thread thread_;
};

// Accepts the connections that probes left in a listener's queue.
void accept_all(const Descriptor& listener) {
  for (int one = 0; (one = ::accept(listener.get(), nullptr, nullptr)) >= 0;) Descriptor{one};
}

class Running {
 public:
  explicit Running(Config config)
      : engine_(context_.get_executor(), clock_, std::make_shared<const Config>(std::move(config)),
                {.measurements = [](const MeasurementBatch&) {}}) {}
  bool start() { return engine_.start().has_value(); }

  // Runs the loop until every target has been answered `more` times more often than before.
  bool until_answered(std::uint64_t more) {
    const auto before = snapshot();
    for (;;) {
      for (int i = 0; i < 200; ++i) context_.run_one();
      const auto now = snapshot();
      bool all = true;
      for (std::size_t i = 0; i < now->targets.size(); ++i) {
        const ProbeCounters& counters = now->targets[i].counters;
        if (counters.lost_total() + counters.error_total() > 20) return false;
        all = all && counters.received >= before->targets[i].counters.received + more;
      }
      if (all) return true;
    }
  }

  // Number of allocations of the loop while it handles `count` events.
  std::uint64_t allocations_in(int events) {
    const std::uint64_t before = allocations;
    for (int i = 0; i < events; ++i) context_.run_one();
    return allocations - before;
  }

  std::shared_ptr<const Snapshot> snapshot() {
    std::shared_ptr<const Snapshot> taken;
    engine_.take_snapshot([&](auto snapshot) { taken = std::move(snapshot); });
    while (!taken) context_.run_one();
    return taken;
  }

 private:
  const SystemClock clock_;
  boost::asio::io_context context_{1};
  Engine engine_;
};

std::uint64_t answered(const Snapshot& snapshot) {
  std::uint64_t sum = 0;
  for (const TargetSnapshot& target : snapshot.targets) sum += target.counters.received;
  return sum;
}

std::string probe_for_a_while() {
  CHECK(shell("ip link set lo up && echo 0 0 > /proc/sys/net/ipv4/ping_group_range"));
  const Descriptor listener = test::tcp_listener(address("127.0.0.2"));
  const StunServer stun;
  std::vector<EndpointConfig> endpoints;
  for (int i = 0; i < 5; ++i) {
    endpoints.push_back(test::endpoint("edge-" + std::to_string(i), "127.0.0.2",
                                       {test::icmp_probe(often, often),
                                        test::tcp_probe(test::port_of(listener), often, often),
                                        {StunOptions{.port = stun.port()}, often, often, "stun"}}));
  }
  auto connection = test::connection("contoso", {test::prefix("127.0.0.0/8")});
  connection.endpoints = {0, 1, 2, 3, 4};
  Running running(test::config(std::move(endpoints), {std::move(connection)}));
  CHECK(running.start());
  CHECK(running.until_answered(12));
  accept_all(listener);

  const std::uint64_t before = answered(*running.snapshot());
  const std::uint64_t count = running.allocations_in(600);
  const std::uint64_t probes = answered(*running.snapshot()) - before;
  CHECK(probes > 100);
  if (count != 0) {
    return std::to_string(count) + " allocations during " + std::to_string(probes) + " probes";
  }
  return {};
}

TEST(Probing, AllocatesNothingInSteadyState) {
  SUCCEEDS_IN_A_NAMESPACE(probe_for_a_while);
}

}  // namespace
}  // namespace peeringd

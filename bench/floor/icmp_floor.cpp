// The kernel's minimum cost of an ICMP echo over the loopback: one ping socket, 64 requests or
// replies at a time, with kernel timestamps, and no further work. `icmp_floor COUNT [tx]`; `tx`
// also reads the timestamps of departures.
#include <arpa/inet.h>
#include <linux/net_tstamp.h>
#include <netinet/ip_icmp.h>
#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "cpu_time.hpp"

namespace {

constexpr std::size_t batch_size = 64;
constexpr std::size_t message_size = 40;  // as peeringd's

struct Batch {
  std::array<mmsghdr, batch_size> messages{};
  std::array<iovec, batch_size> vectors{};
  std::array<sockaddr_in, batch_size> addresses{};
  std::array<std::array<std::uint8_t, 128>, batch_size> data{};
  std::array<std::array<std::uint8_t, 256>, batch_size> control{};
};

// The n-th of 100,000 addresses of the loopback.
std::uint32_t address_of(long n) {
  return (127U << 24) + 256U + static_cast<std::uint32_t>(n % 100000);
}

void prepare_requests(Batch& batch, long first) {
  for (std::size_t i = 0; i < batch_size; ++i) {
    batch.addresses[i] = {AF_INET, 0, {htonl(address_of(first + static_cast<long>(i)))}, {}};
    batch.data[i][0] = ICMP_ECHO;
    batch.vectors[i] = {batch.data[i].data(), message_size};
    batch.messages[i].msg_hdr = {
        &batch.addresses[i], sizeof(sockaddr_in), &batch.vectors[i], 1, nullptr, 0, 0};
  }
}

// Reads the pending replies and returns their number.
long receive(int socket, Batch& batch, int flags) {
  for (std::size_t i = 0; i < batch_size; ++i) {
    batch.vectors[i] = {batch.data[i].data(), batch.data[i].size()};
    batch.messages[i].msg_hdr = {&batch.addresses[i],
                                 sizeof(sockaddr_in),
                                 &batch.vectors[i],
                                 1,
                                 batch.control[i].data(),
                                 batch.control[i].size(),
                                 0};
  }
  const int count =
      recvmmsg(socket, batch.messages.data(), batch_size, flags | MSG_DONTWAIT, nullptr);
  return count < 0 ? 0 : count;
}

}  // namespace

int main(int argc, char** argv) {
  const long count = argc > 1 ? std::atol(argv[1]) : 1000000;
  const bool departures = argc > 2 && std::string_view(argv[2]) == "tx";
  const int socket = ::socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
  int stamps = SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_RX_SOFTWARE;
  if (departures) {
    stamps |= SOF_TIMESTAMPING_TX_SOFTWARE | SOF_TIMESTAMPING_OPT_ID | SOF_TIMESTAMPING_OPT_TSONLY;
  }
  if (socket < 0 || setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPING, &stamps, sizeof stamps) != 0) {
    std::perror("icmp_floor");
    return 1;
  }
  static Batch out;
  static Batch in;
  const double start = floor_programs::cpu_microseconds();
  long sent = 0;
  long answered = 0;
  while (sent < count) {
    prepare_requests(out, sent);
    const int left = sendmmsg(socket, out.messages.data(), batch_size, 0);
    if (left <= 0) break;
    sent += left;
    if (departures) receive(socket, in, MSG_ERRQUEUE);
    answered += receive(socket, in, 0);
  }
  floor_programs::report(start, sent, answered);
}

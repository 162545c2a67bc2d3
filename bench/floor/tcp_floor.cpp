// The kernel's minimum cost of a TCP round-trip time over the loopback: connect, read TCP_INFO,
// reset. `tcp_floor PORT COUNT`; another process listens there (tcp_sink).
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

#include "cpu_time.hpp"

namespace {

// Whether the handshake succeeded.
bool probe(const sockaddr_in& address) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  const linger reset{1, 0};
  setsockopt(socket, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  tcp_info info{};
  socklen_t size = sizeof info;
  const bool known =
      connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 && info.tcpi_rtt > 0;
  close(socket);
  return known;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const auto port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  const long count = std::atol(argv[2]);
  const sockaddr_in address{AF_INET, htons(port), {htonl(INADDR_LOOPBACK)}, {}};
  const double start = floor_programs::cpu_microseconds();
  long answered = 0;
  for (long i = 0; i < count; ++i) answered += probe(address) ? 1 : 0;
  floor_programs::report(start, count, answered);
}

// A minimal STUN server, with real-time priority if permitted, so that its own processing hardly
// adds to round-trip times. `stun_sink ADDRESS PORT`.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const auto port = static_cast<std::uint16_t>(std::atoi(argv[2]));
  const sockaddr_in address{AF_INET, htons(port), {inet_addr(argv[1])}, {}};
  const int server = socket(AF_INET, SOCK_DGRAM, 0);
  if (bind(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    std::perror("stun_sink");
    return 1;
  }
  const sched_param priority{10};
  sched_setscheduler(0, SCHED_FIFO, &priority);
  constexpr std::size_t header_size = 20;
  std::array<std::uint8_t, 512> message{};
  for (;;) {
    sockaddr_in client{};
    socklen_t size = sizeof client;
    const auto count = recvfrom(server, message.data(), message.size(), 0,
                                reinterpret_cast<sockaddr*>(&client), &size);
    if (count < static_cast<ssize_t>(header_size)) continue;
    message[0] = message[1] = 1;  // a success response, without attributes
    message[2] = message[3] = 0;
    sendto(server, message.data(), header_size, 0, reinterpret_cast<sockaddr*>(&client), size);
  }
}

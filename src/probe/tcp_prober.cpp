#include "probe/tcp_prober.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

#include "net/socket.hpp"
#include "probe/send_error.hpp"

namespace peeringd {
namespace {

// Closing sends a RST in place of a FIN: nothing lingers on either side.
bool reset_on_close(int socket) {
  const linger option{1, 0};
  return ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, sizeof option) == 0;
}

int pending_error(int socket) {
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

LossReason loss_reason_of(int error) {
  switch (error) {
    case ECONNREFUSED:
      return LossReason::refused;
    case ECONNRESET:
      return LossReason::reset;
    case ETIMEDOUT:
      return LossReason::timeout;
    default:
      return LossReason::unreachable;  // EHOSTUNREACH, ENETUNREACH and the rarer ICMP errors
  }
}

}  // namespace

TcpProber::TcpProber(const Source& source, const ProberContext& context)
    : source_(source), context_(context), connecting_(ReadinessSet::open()) {
  if (!connecting_) return;
  watch_ = std::make_unique<DescriptorWatch>(context_.executor, connecting_->descriptor(),
                                             [this] { drain(); });
}

std::optional<ErrorReason> TcpProber::connect(FlightIndex index, std::uint16_t port) {
  if (!connecting_) return ErrorReason::send;
  auto socket = open_socket(source_, SOCK_STREAM, IPPROTO_TCP);
  if (!socket) return error_reason_of(socket.error());
  if (!reset_on_close(socket->get())) return ErrorReason::send;

  // From here on neither source nor permission is at fault, whatever the number says: connect(2)
  // has EADDRNOTAVAIL for want of a port, and EACCES for a route that prohibits.
  Flight& flight = context_.flights[index];
  const auto address = socket_address(flight.address, port);
  flight.departure.before = context_.clock.now();
  if (::connect(socket->get(), address.data(), static_cast<socklen_t>(address.size())) != 0 &&
      errno != EINPROGRESS) {
    return ErrorReason::send;
  }
  flight.socket = std::move(*socket);
  if (connecting_->add_writable(flight.socket.get(), index)) return ErrorReason::send;
  return std::nullopt;
}

void TcpProber::start(FlightIndex flight, const ProbeOptions& options) {
  if (const auto failure = connect(flight, std::get<TcpOptions>(options).port)) {
    context_.listener.on_not_sent(flight, *failure);
  } else {
    context_.listener.on_sent(flight);
  }
}

void TcpProber::drain() {
  if (!connecting_) return;
  std::array<ReadinessSet::Key, 64> ready;
  std::size_t count = 0;
  do {
    count = connecting_->collect(ready);
    for (std::size_t i = 0; i < count; ++i) finish(ready[i]);
  } while (count == ready.size());
}

void TcpProber::finish(FlightIndex index) {
  const int socket = context_.flights[index].socket.get();
  if (const int error = pending_error(socket)) {
    context_.listener.on_lost(index, loss_reason_of(error));
    return;
  }
  tcp_info info{};
  socklen_t size = sizeof info;
  if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 || info.tcpi_rtt == 0 ||
      info.tcpi_total_retrans > 0) {
    context_.listener.on_lost(index, LossReason::timeout);
    return;
  }
  context_.listener.on_answered(index, std::chrono::microseconds{info.tcpi_rtt});
}

}  // namespace peeringd

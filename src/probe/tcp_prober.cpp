#include "probe/tcp_prober.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>

#include "net/socket.hpp"
#include "net/tcp_handshake.hpp"
#include "probe/send_failure.hpp"

namespace peeringd {
namespace {

// Closing sends a RST in place of a FIN: nothing lingers on either side.
bool reset_on_close(int socket) {
  const linger option{1, 0};
  return ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, sizeof option) == 0;
}

LossReason loss_reason_of(HandshakeEnd::Outcome outcome) {
  switch (outcome) {
    case HandshakeEnd::Outcome::refused:
      return LossReason::refused;
    case HandshakeEnd::Outcome::unreachable:
      return LossReason::unreachable;
    case HandshakeEnd::Outcome::timeout:
    case HandshakeEnd::Outcome::answered:
      break;
  }
  return LossReason::timeout;
}

}  // namespace

TcpProber::TcpProber(const Source& source, const ProberContext& context)
    : source_(source), context_(context) {
  auto connecting = ReadinessSet::open();
  if (!connecting) throw boost::system::system_error(connecting.error(), "epoll_create1");
  connecting_ = std::make_unique<ReadinessSet>(std::move(*connecting));
  auto watch =
      DescriptorWatch::open(context_.executor, connecting_->descriptor(), [this] { drain(); });
  if (!watch) throw boost::system::system_error(watch.error(), "epoll_ctl");
  watch_ = std::move(*watch);
}

void TcpProber::start(FlightIndex flight, const ProbeOptions& options) {
  if (const auto failure = connect(flight, std::get<TcpOptions>(options).port)) {
    failures_.note(context_.clock.now(), "no TCP", source_, failure->error.message());
    context_.listener.on_not_sent(flight, failure->reason);
  } else {
    context_.listener.on_sent(flight);
  }
}

std::optional<TcpProber::Failure> TcpProber::connect(FlightIndex index, std::uint16_t port) {
  auto socket = open_socket(source_, SOCK_STREAM, IPPROTO_TCP);
  if (!socket) return Failure{error_reason_of(socket.error()), socket.error()};
  if (!reset_on_close(socket->get())) return Failure{ErrorReason::send, last_system_error()};

  Flight& flight = context_.flights[index];
  flight.departure.before = context_.clock.now();
  if (const auto error = begin_handshake(socket->get(), flight.address, port)) {
    return Failure{ErrorReason::send, error};
  }
  flight.socket = std::move(*socket);
  const auto error = connecting_->add_writable(flight.socket.get(), index);
  if (error) return Failure{ErrorReason::send, error};
  return std::nullopt;
}

void TcpProber::drain() {
  std::array<ReadinessSet::Key, 64> ready;
  std::size_t count = 0;
  do {
    count = connecting_->collect(ready);
    for (std::size_t i = 0; i < count; ++i) finish(ready[i]);
  } while (count == ready.size());
}

void TcpProber::finish(FlightIndex index) {
  const Flight& flight = context_.flights[index];
  const HandshakeEnd end = end_of_handshake(flight.socket.get(), flight.address);
  if (end.outcome == HandshakeEnd::Outcome::answered) {
    context_.listener.on_answered(index, end.round_trip);
  } else {
    context_.listener.on_lost(index, loss_reason_of(end.outcome));
  }
}

}  // namespace peeringd

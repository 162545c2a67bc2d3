#include "probe/datagram_channel.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "net/receive_buffer.hpp"
#include "probe/send_failure.hpp"

namespace peeringd {
namespace {

// When to try again to open a socket; less often if only an operator can help: without permission,
// or with the user's epoll watches used up (ENOSPC).
constexpr Duration retry_soon = std::chrono::seconds{1};
constexpr Duration retry_refused = std::chrono::seconds{30};

// A socket that fails to send for so long is opened again: its interface may be gone. A single
// failure does not count, however long ago: perhaps nothing was sent since.
constexpr Duration longest_failure = std::chrono::seconds{1};
constexpr Duration apart = std::chrono::milliseconds{250};

// Attempts per packet. The first error may belong to an earlier packet, as the kernel reports it
// with the next call. EREMOTEIO always does: an ICMP redirect, of which several may come in a row.
int max_attempts(const boost::system::error_code& error) {
  return error.value() == EREMOTEIO ? 8 : 2;
}

// Errors that a new socket would meet as well: a firewall, no route, a full queue, a packet too
// big.
bool is_no_fault_of_the_socket(const boost::system::error_code& error) {
  namespace errc = boost::system::errc;
  return error == errc::operation_not_permitted || error == errc::permission_denied ||
         error == errc::network_unreachable || error == errc::host_unreachable ||
         error == errc::no_buffer_space || error == errc::message_size ||
         error == errc::not_enough_memory;
}

}  // namespace

SystemResult<Descriptor> open_udp_channel_socket(const Source& source) {
  auto socket = open_socket(source, SOCK_DGRAM, IPPROTO_UDP);
  if (!socket) return socket;
  const int number = socket->get();
  if (!enable_icmp_errors(number, family_of(source.address)) || !enable_timestamps(number)) {
    return last_system_error();
  }
  return socket;
}

DatagramChannel::DatagramChannel(ProberContext context, DatagramProtocol& protocol)
    : context_(std::move(context)), protocol_(protocol) {}

bool DatagramChannel::ready_for(FlightIndex flight) {
  if (is_stuck()) give_up_socket();
  if (socket_) return true;
  const MonotonicTime now = context_.clock.now();
  if (now >= retry_at_) {
    const auto error = open();
    if (!error) return true;
    if (retry_at_ == MonotonicTime{}) protocol_.on_refused(error);
    why_closed_ = error_reason_of(error);
    const bool refused =
        why_closed_ == ErrorReason::permission || error == boost::system::errc::no_space_on_device;
    retry_at_ = now + (refused ? retry_refused : retry_soon);
  }
  context_.listener.on_not_sent(flight, why_closed_);
  return false;
}

bool DatagramChannel::is_stuck() const {
  return failing_since_ && last_failure_ - *failing_since_ >= apart &&
         context_.clock.now() - *failing_since_ >= longest_failure;
}

// Answers to probes in flight cannot arrive through another socket. That is no loss of the network,
// so they count as dropped.
void DatagramChannel::give_up_socket() {
  if (outgoing_.size() > 0) return;  // with the next probe
  drain();
  failing_since_.reset();
  watch_.reset();
  socket_.close();
  dropped_before_ += dropped_of_socket_ + 1;
  dropped_of_socket_ = 0;
  next_departure_ = 0;
  awaited_departures_ = 0;
}

boost::system::error_code DatagramChannel::open() {
  auto socket = protocol_.open_socket();
  if (!socket) return socket.error();
  enlarge_receive_buffer(socket->get());
  auto watch = DescriptorWatch::open(context_.executor, socket->get(), [this] { drain(); });
  if (!watch) return watch.error();
  drain_limit_ = receive_capacity(socket->get()) / batch_size + 1;
  watch_ = std::move(*watch);
  socket_ = std::move(*socket);
  retry_at_ = {};
  return {};
}

void DatagramChannel::send(FlightIndex flight, std::uint16_t port,
                           std::span<const std::uint8_t> data) {
  batch_[outgoing_.size()] = flight;
  outgoing_.add(context_.flights[flight].address, port, data);
  if (outgoing_.full()) flush();
}

void DatagramChannel::flush() {
  std::size_t next = 0;
  int attempts = 0;
  while (next < outgoing_.size()) {
    const MonotonicTime before = context_.clock.now();
    const std::size_t sent = outgoing_.send(socket_.get(), next);
    if (sent > 0) {
      report_sent(next, sent, before);
      next += sent;
      attempts = 0;
      failing_since_.reset();
      if (next < outgoing_.size()) restart_numbering();
    } else {
      const auto error = last_system_error();
      restart_numbering();
      if (++attempts < max_attempts(error)) continue;
      attempts = 0;
      note_failure(error, before);
      context_.listener.on_not_sent(batch_[next++], ErrorReason::send);
    }
  }
  if (outgoing_.size() == 0) return;
  outgoing_.clear();
  read_error_queue();  // the departures are mostly there already
}

void DatagramChannel::note_failure(const boost::system::error_code& error, MonotonicTime now) {
  if (!is_no_fault_of_the_socket(error)) {
    if (!failing_since_) failing_since_ = now;
    last_failure_ = now;
  }
  protocol_.on_send_failed(error);
}

void DatagramChannel::report_sent(std::size_t first, std::size_t count, MonotonicTime before) {
  const Duration offset = clock_offset(context_.clock);
  for (std::size_t i = first; i < first + count; ++i) {
    Flight& flight = context_.flights[batch_[i]];
    flight.departure = {before, offset, std::nullopt};
    flight.dropped_answers = dropped();
    departed_[next_departure_++ % departed_size] = {batch_[i], flight.target, flight.number};
    context_.listener.on_sent(batch_[i]);
  }
  awaited_departures_ += static_cast<std::uint32_t>(count);
}

// After a failed attempt to send, even by an earlier packet's error: whether it consumed a number
// depends on where it failed and on the kernel.
void DatagramChannel::restart_numbering() {
  read_error_queue();
  restart_timestamp_numbers(socket_.get());
  next_departure_ = 0;
  awaited_departures_ = 0;
}

void DatagramChannel::drain() {
  if (!socket_) return;
  if (!receive_all()) watch_->again();
  note_drops();
}

// False if it stopped early, after as many datagrams as could wait when it started.
bool DatagramChannel::receive_all() {
  for (std::size_t round = 0; round < drain_limit_; ++round) {
    if (awaited_departures_ > 0) read_error_queue();  // before the replies: their departures
    const std::size_t count = receive();
    if (count == 0) return true;
    hand_over(count);
  }
  return false;
}

void DatagramChannel::note_drops() {
  const std::uint32_t dropped = dropped_datagrams(socket_.get());
  if (dropped == dropped_of_socket_) return;
  context_.listener.on_answers_dropped(dropped - dropped_of_socket_);
  dropped_of_socket_ = dropped;
}

std::size_t DatagramChannel::receive() {
  const std::size_t count = incoming_.receive(socket_.get(), 0);
  if (count > 0 || errno == EAGAIN) return count;
  // An ICMP error that came in between is reported once in place of the replies behind it.
  read_error_queue();
  return incoming_.receive(socket_.get(), 0);
}

void DatagramChannel::hand_over(std::size_t count) {
  const MonotonicTime now = context_.clock.now();
  const Duration offset = clock_offset(context_.clock);
  for (std::size_t i = 0; i < count; ++i) {
    replies_[i] = {
        incoming_.data(i), incoming_.address(i), {now, offset, timestamp_of(incoming_.header(i))}};
  }
  protocol_.on_replies(std::span(replies_).first(count));
}

void DatagramChannel::read_error_queue() {
  for (std::size_t round = 0; round < drain_limit_; ++round) {
    const std::size_t count = incoming_.receive(socket_.get(), MSG_ERRQUEUE);
    for (std::size_t i = 0; i < count; ++i) {
      const auto error = queued_error_in(incoming_.header(i));
      if (!error) continue;
      if (error->kind == QueuedError::Kind::departure) note_departure(*error);
      if (error->kind == QueuedError::Kind::icmp_error) {
        const IpAddress destination = incoming_.address(i);
        const bool of_destination = !error->reporter || *error->reporter == destination;
        protocol_.on_icmp_error({incoming_.data(i), destination, error->error, of_destination});
      }
    }
    if (count < batch_size) return;
  }
}

void DatagramChannel::note_departure(const QueuedError& error) {
  if (awaited_departures_ > 0) --awaited_departures_;
  const std::uint32_t age = next_departure_ - error.number;
  if (age == 0 || age > departed_size) return;  // long ago, or never
  const ProbeTag& departed = departed_[error.number % departed_size];
  Flight* flight = context_.flights.find(departed);
  if (flight != nullptr) flight->departure.timestamp = error.timestamp;
}

}  // namespace peeringd

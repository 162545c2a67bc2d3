#include "probe/icmp_prober.hpp"

#include <sys/socket.h>

#include "log/log.hpp"
#include "probe/send_error.hpp"

namespace peeringd {
namespace {

// A socket that was refused is asked for again now and then: an operator may have granted it.
constexpr Duration retry_interval = std::chrono::seconds{30};

// One drain reads at most this many batches, so that a flood cannot hold the loop.
constexpr int drain_limit = 64;

void log_refusal(const Source& source, const boost::system::error_code& error) {
  if (error_reason_of(error) == ErrorReason::permission) {
    log::error(
        "no ICMP from {}: {}. Allow ping sockets (sysctl net.ipv4.ping_group_range=\"0 "
        "2147483647\") or grant CAP_NET_RAW; other probes go on",
        source.address.to_string(), error.message());
  } else {
    log::error("no ICMP from {}: {}; other probes go on", source.address.to_string(),
               error.message());
  }
}

}  // namespace

IcmpProber::IcmpProber(const Source& source, const ProberContext& context)
    : source_(source), context_(context) {}

bool IcmpProber::ready() {
  if (socket_) return true;
  const MonotonicTime now = context_.clock.now();
  if (now < retry_at_) return false;
  auto socket = IcmpSocket::open(source_);
  if (!socket) {
    if (retry_at_ == MonotonicTime{}) log_refusal(source_, socket.error());  // once, not each time
    retry_at_ = now + retry_interval;
    why_closed_ = error_reason_of(socket.error());
    return false;
  }
  socket_ = std::move(*socket);
  watch_ = std::make_unique<DescriptorWatch>(context_.executor, socket_->descriptor.get(),
                                             [this] { drain(); });
  return true;
}

void IcmpProber::start(FlightIndex flight, const ProbeOptions& /*options*/) {
  if (!ready()) {
    context_.listener.on_not_sent(flight, why_closed_);
    return;
  }
  const Flight& record = context_.flights[flight];
  EchoMessage message = codec_.encode_request(family_of(record.address), socket_->identifier,
                                              {flight, record.target, record.number});
  if (socket_->kind == IcmpSocket::Kind::raw && record.address.is_v4()) set_checksum(message);
  batch_[outgoing_.size()] = flight;
  outgoing_.add(record.address, message);
  if (outgoing_.full()) flush();
}

void IcmpProber::flush() {
  std::size_t next = 0;
  bool tried_again = false;
  while (next < outgoing_.size()) {
    const MonotonicTime before = context_.clock.now();
    const std::size_t sent = outgoing_.send(socket_->descriptor.get(), next);
    if (sent > 0) {
      report_sent(next, sent, before);
      next += sent;
      tried_again = false;
    } else if (!tried_again) {
      // The error may be an earlier packet's, which the kernel reports at the next occasion.
      tried_again = true;
    } else {
      report_not_sent(next++, ErrorReason::send);
      tried_again = false;
    }
  }
  if (outgoing_.size() == 0) return;
  outgoing_.clear();
  read_error_queue();  // the departures are mostly there already
}

void IcmpProber::report_sent(std::size_t first, std::size_t count, MonotonicTime before) {
  const Duration offset = clock_offset(context_.clock);
  for (std::size_t i = first; i < first + count; ++i) {
    Flight& flight = context_.flights[batch_[i]];
    flight.departure = {before, offset, std::nullopt};
    departed_[next_departure_++ % departed_size] = {batch_[i], flight.number};
    context_.listener.on_sent(batch_[i]);
  }
}

void IcmpProber::report_not_sent(std::size_t position, ErrorReason reason) {
  context_.listener.on_not_sent(batch_[position], reason);
  // Whether a packet that failed took a number depends on where it failed and on the kernel.
  read_error_queue();
  restart_timestamp_numbers(socket_->descriptor.get());
  next_departure_ = 0;
}

void IcmpProber::drain() {
  if (!socket_) return;
  for (int round = 0; round < drain_limit; ++round) {
    read_error_queue();  // before the replies: their departures
    const std::size_t count = incoming_.receive(socket_->descriptor.get(), 0);
    if (count == 0) return;
    Arrival arrival{context_.clock.now(), clock_offset(context_.clock), std::nullopt};
    for (std::size_t i = 0; i < count; ++i) {
      arrival.timestamp = timestamp_of(incoming_.header(i));
      note_reply(incoming_.data(i), incoming_.address(i), arrival);
    }
  }
  watch_->again();
}

void IcmpProber::read_error_queue() {
  for (int round = 0; round < drain_limit; ++round) {
    const std::size_t count = incoming_.receive(socket_->descriptor.get(), MSG_ERRQUEUE);
    for (std::size_t i = 0; i < count; ++i) {
      const auto error = queued_error_in(incoming_.header(i));
      if (!error) continue;
      if (error->kind == QueuedError::Kind::departure) note_departure(*error);
      if (error->kind == QueuedError::Kind::icmp_error) {
        note_icmp_error(incoming_.data(i), incoming_.address(i));
      }
    }
    if (count < batch_size) return;
  }
}

void IcmpProber::note_departure(const QueuedError& error) {
  if (next_departure_ - error.number > departed_size) return;  // long ago, or never
  const Departed& departed = departed_[error.number % departed_size];
  if (departed.flight >= context_.flights.size()) return;
  Flight& flight = context_.flights[departed.flight];
  if (flight.prober == this && flight.number == departed.probe) {
    flight.departure.timestamp = error.timestamp;
  }
}

void IcmpProber::note_icmp_error(std::span<const std::uint8_t> quoted,
                                 const IpAddress& destination) {
  // Only what quotes enough to carry our code: anybody may send an ICMP error.
  const auto message = socket_->message_in(quoted);
  const auto tag = codec_.decode(echo_request_type(family_of(source_.address)), message);
  if (!tag) return;
  const Flight* flight = context_.flights.find(tag->flight, tag->target, tag->number);
  if (flight == nullptr || flight->prober != this || flight->address != destination) return;
  context_.listener.on_lost(tag->flight, LossReason::unreachable);
}

void IcmpProber::note_reply(std::span<const std::uint8_t> received, const IpAddress& sender,
                            const Arrival& arrival) {
  const auto message = socket_->message_in(received);
  const auto tag = codec_.decode(echo_reply_type(family_of(source_.address)), message);
  if (!tag) return;
  const Flight* flight = context_.flights.find(tag->flight, tag->target, tag->number);
  if (flight == nullptr) {
    context_.listener.on_stray_answer(tag->target, tag->number);
  } else if (flight->prober == this && flight->address == sender) {
    context_.listener.on_answered(tag->flight, round_trip(flight->departure, arrival));
  }
}

}  // namespace peeringd

// Latency by ICMP echo, all targets of a source through one socket.
#pragma once

#include <array>
#include <memory>
#include <optional>

#include "net/error_queue.hpp"
#include "net/message_batch.hpp"
#include "probe/echo_message.hpp"
#include "probe/icmp_socket.hpp"
#include "probe/prober.hpp"

namespace peeringd {

/// The round-trip time lies between two timestamps of the kernel: when the driver took the request
/// and when the reply came in. A reply counts when it carries the code of its request and comes
/// from where the request went.
class IcmpProber final : public Prober {
 public:
  IcmpProber(const Source& source, const ProberContext& context);

  void start(FlightIndex flight, const ProbeOptions& options) override;
  void flush() override;
  void drain() override;

 private:
  bool ready();
  void report_sent(std::size_t first, std::size_t count, MonotonicTime before);
  void report_not_sent(std::size_t position, ErrorReason reason);

  void read_error_queue();
  void note_departure(const QueuedError& error);
  void note_icmp_error(std::span<const std::uint8_t> quoted, const IpAddress& destination);
  void note_reply(std::span<const std::uint8_t> received, const IpAddress& sender,
                  const Arrival& arrival);

  // Which flight the departure timestamp of a given number belongs to. Timestamps come back at
  // once or not at all, so a short memory is enough.
  struct Departed {
    FlightIndex flight = 0;
    std::uint64_t probe = 0;
  };
  static constexpr std::size_t departed_size = 1024;

  Source source_;
  ProberContext context_;
  EchoCodec codec_;
  std::optional<IcmpSocket> socket_;
  ErrorReason why_closed_ = ErrorReason::permission;
  MonotonicTime retry_at_{};  // when to try to open the socket again
  std::unique_ptr<DescriptorWatch> watch_;

  SendBatch outgoing_;
  std::array<FlightIndex, batch_size> batch_{};  // the flights of what is in outgoing_
  ReceiveBatch incoming_;
  std::array<Departed, departed_size> departed_{};
  std::uint32_t next_departure_ = 0;
};

}  // namespace peeringd

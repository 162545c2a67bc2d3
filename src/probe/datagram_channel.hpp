// One socket through which a prober exchanges datagrams with all its targets: sends and receives in
// batches, matches the kernel's departure timestamps to flights, and reports ICMP errors.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>

#include "net/error_queue.hpp"
#include "net/message_batch.hpp"
#include "net/socket.hpp"
#include "probe/prober.hpp"

namespace peeringd {

/// A received datagram.
struct DatagramReply {
  std::span<const std::uint8_t> data;
  IpAddress sender;
  Arrival arrival;
};

/// An ICMP message that one of our datagrams did not arrive; advice such as a redirect is none.
/// Anybody can send one, so only the part that it quotes proves anything.
struct DatagramError {
  std::span<const std::uint8_t> quoted;  ///< the start of the datagram that we sent
  IpAddress destination;                 ///< of that datagram
  int error = 0;                         ///< errno: ECONNREFUSED, EHOSTUNREACH, …
  bool of_destination = true;            ///< who sent it: that host itself, or a router
};

/// The protocol of a channel, which a prober implements. Data is valid during the call. It may call
/// the ProbeListener, but not the channel.
class DatagramProtocol {
 public:
  DatagramProtocol() = default;
  DatagramProtocol(const DatagramProtocol&) = delete;
  DatagramProtocol& operator=(const DatagramProtocol&) = delete;
  virtual ~DatagramProtocol() = default;

  /// Opens the socket, with enable_timestamps() and enable_icmp_errors().
  virtual SystemResult<Descriptor> open_socket() = 0;

  /// The socket could not be opened or watched. Called for the first of several failures in a row.
  virtual void on_refused(const boost::system::error_code& error) = 0;

  /// The kernel did not take a datagram.
  virtual void on_send_failed(const boost::system::error_code& error) = 0;

  virtual void on_replies(std::span<const DatagramReply> replies) = 0;
  virtual void on_icmp_error(const DatagramError& error) = 0;
};

/// A UDP socket bound to `source`, as DatagramProtocol::open_socket() must return it.
SystemResult<Descriptor> open_udp_channel_socket(const Source& source);

/// One thread, the executor's. Allocates nothing once the socket is open.
class DatagramChannel {
 public:
  /// `protocol`, and everything that the context refers to, must outlive the channel.
  DatagramChannel(ProberContext context, DatagramProtocol& protocol);

  /// Whether the socket is open. If not, tries to open it, at most once a second (twice a minute
  /// after a refusal), or else reports the flight as not sent. A socket that has sent nothing for a
  /// second is opened again: the interface that it was bound to may be gone.
  bool ready_for(FlightIndex flight);

  /// Sends a datagram to the flight's address, at the latest with the next flush(). `port` is 0 for
  /// ICMP. Requires ready_for(flight) and at most longest_datagram_out bytes.
  void send(FlightIndex flight, std::uint16_t port, std::span<const std::uint8_t> data);

  /// Sends all queued datagrams and reports each flight as sent or not sent.
  void flush();

  /// Reads the datagrams that the kernel holds now. Later ones may be left to a later turn, so that
  /// no flood blocks the loop.
  void drain();

  /// Datagrams dropped because the receive buffer was full, as of the last drain(), plus one for
  /// each abandoned socket, whose answers were missed as well. It wraps.
  std::uint32_t dropped() const { return dropped_before_ + dropped_of_socket_; }

 private:
  boost::system::error_code open();
  bool is_stuck() const;
  void give_up_socket();
  void note_failure(const boost::system::error_code& error, MonotonicTime now);
  void report_sent(std::size_t first, std::size_t count, MonotonicTime before);
  void restart_numbering();
  std::size_t receive();
  bool receive_all();
  void note_drops();
  void hand_over(std::size_t count);
  void read_error_queue();
  void note_departure(const QueuedError& error);

  // Which probe a departure timestamp of a given number belongs to. Timestamps come at once or not
  // at all, so a short history is enough.
  static constexpr std::size_t departed_size = 1024;

  ProberContext context_;
  DatagramProtocol& protocol_;
  Descriptor socket_;            // outlives watch_
  std::size_t drain_limit_ = 1;  // in batches
  std::uint32_t dropped_of_socket_ = 0;
  std::uint32_t dropped_before_ = 0;            // by the sockets before it
  std::optional<MonotonicTime> failing_since_;  // nothing has left through the socket since then
  MonotonicTime last_failure_{};
  ErrorReason why_closed_ = ErrorReason::permission;
  MonotonicTime retry_at_{};  // when to try to open the socket again
  std::unique_ptr<DescriptorWatch> watch_;

  SendBatch outgoing_;
  std::array<FlightIndex, batch_size> batch_{};  // flights of the datagrams in outgoing_
  ReceiveBatch incoming_;
  std::array<DatagramReply, batch_size> replies_{};
  std::array<ProbeTag, departed_size> departed_{};
  std::uint32_t next_departure_ = 0;
  std::uint32_t awaited_departures_ = 0;  // sent, and their timestamps not seen yet
};

}  // namespace peeringd

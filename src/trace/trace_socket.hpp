// The socket of a trace: sends UDP datagrams with a hop limit, and reads the ICMP messages that
// routers send back. Needs no privileges, as the kernel keeps the messages in the error queue of
// the socket (IP_RECVERR in ip(7)).
#pragma once

#include <cstdint>
#include <vector>

#include "base/descriptor.hpp"
#include "base/result.hpp"
#include "model/source.hpp"
#include "trace/trace_progress.hpp"

namespace peeringd {

/// One thread.
class TraceSocket {
 public:
  /// Returns the same errors as open_socket().
  static SystemResult<TraceSocket> open(const Source& source);

  int descriptor() const { return descriptor_.get(); }

  /// Sends to the port `base_port + hop_limit`, by which reports are assigned to packets: the
  /// ports that traceroute(8) uses, on which nothing listens. False on failure: errno says
  /// why, EADDRNOTAVAIL if the address is no longer local.
  bool send(const IpAddress& destination, std::uint8_t hop_limit);

  /// All reports that the kernel holds.
  std::vector<TraceReport> read();

  static constexpr std::uint16_t base_port = 33434;  ///< hop limit 1 uses the next one

 private:
  TraceSocket(Descriptor descriptor, Source source)
      : descriptor_(std::move(descriptor)),
        source_(std::move(source)),
        family_(family_of(source_.address)) {}

  Descriptor descriptor_;
  Source source_;
  Family family_;
};

}  // namespace peeringd

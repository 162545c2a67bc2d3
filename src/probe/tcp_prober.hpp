// Latency by TCP handshake: connect, read the kernel's own round-trip time, reset. Answered by
// every edge, and little work for the server: no request follows.
#pragma once

#include <memory>
#include <optional>

#include "net/readiness_set.hpp"
#include "probe/prober.hpp"
#include "probe/send_failure.hpp"

namespace peeringd {

/// The round-trip time is `tcpi_rtt` of TCP_INFO, measured by the kernel from the SYN to its
/// SYN-ACK on the monotonic clock. A probe whose SYN had to be sent again is lost, by `timeout`:
/// otherwise the kernel's retransmission would hide the loss that is to be measured.
class TcpProber final : public Prober {
 public:
  TcpProber(const Source& source, const ProberContext& context);

  void start(FlightIndex flight, const ProbeOptions& options) override;
  void flush() override {}
  void drain() override;

 private:
  /// Why a probe did not leave.
  struct Failure {
    ErrorReason reason;
    boost::system::error_code error;
  };

  /// None when it left.
  std::optional<Failure> connect(FlightIndex index, std::uint16_t port);
  void finish(FlightIndex index);

  Source source_;
  ProberContext context_;
  std::unique_ptr<ReadinessSet> connecting_;
  std::unique_ptr<DescriptorWatch> watch_;
  FailureLog failures_;
};

}  // namespace peeringd

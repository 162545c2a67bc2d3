// Latency by HTTP and HTTPS: a new connection, a full handshake, one request; and where it is asked
// for a second request on the same connection.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http_client/http_transfer.hpp"
#include "probe/failure_log.hpp"
#include "probe/prober.hpp"

namespace peeringd {

/// The round-trip time is the network's, by the kernel's TCP_INFO: of a new connection SYN to
/// SYN-ACK, exactly what a probe by TCP measures; of a follow-up the shortest on that connection.
/// What servers add is in the phases.
class HttpProber final : public Prober {
 public:
  HttpProber(const Source& source, const ProberContext& context);

  void start(FlightIndex index, const ProbeOptions& any_options) override;
  void flush() override {}
  void drain() override { transfers_.drain(); }
  void abandon(FlightIndex flight) override;
  bool works_in_steps() const override { return true; }

 private:
  // What is expected of a flight's response, and its transfer.
  struct UnderWay {
    HttpTransfers::Id transfer;
    std::vector<int> expect_status;
    std::optional<ExpectedBody> expect_body;
    std::string host;
  };

  void note(FlightIndex flight, const TransferResult& result);
  void log_body(FlightIndex flight, std::string_view body);

  Source source_;
  ProberContext context_;
  FailureLog failures_;
  std::vector<UnderWay> under_way_;  // by flight
  HttpTransfers transfers_;
};

}  // namespace peeringd

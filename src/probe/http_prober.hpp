// Latency by HTTP and HTTPS: a new connection, a full handshake, one request, and optionally a
// second request on the same connection.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http_client/http_transfer.hpp"
#include "probe/prober.hpp"
#include "probe/send_failure.hpp"

namespace peeringd {

/// The round-trip time is that of the network, by TCP_INFO: for a new connection SYN to SYN-ACK, as
/// a TCP probe measures it; for a follow-up the shortest on that connection. The phases contain the
/// server's time.
class HttpProber final : public Prober {
 public:
  HttpProber(const Source& source, const ProberContext& context);

  void start(FlightIndex index, const ProbeOptions& any_options) override;
  void flush() override {}
  void drain() override { transfers_.drain(); }
  void abandon(FlightIndex flight) override;
  bool needs_cpu() const override { return true; }

 private:
  // A flight's transfer and expected response.
  struct UnderWay {
    HttpTransfers::Id transfer;
    std::vector<int> expect_status;
    std::optional<ExpectedBody> expect_body;
    std::string host;
    bool verified = false;  // TLS, with a certificate that must be trusted
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

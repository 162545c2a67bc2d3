// HTTP and HTTPS requests as probes need them: each on a connection of its own that leaves from one
// Source, to an address that is given, with every step timed and every limit small. By libcurl,
// which nothing outside this folder knows of.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "model/http_request.hpp"
#include "model/ip_prefix.hpp"
#include "model/observation.hpp"
#include "model/source.hpp"
#include "net/socket.hpp"

namespace peeringd {

class TrustAnchors;

struct TransferRequest {
  std::string host;  ///< a name, for SNI, for the certificate and for Host; never looked up
  std::string path = "/";
  std::vector<std::string> headers;  ///< `Name: value`
  std::string ca_file;               ///< trusted roots in PEM; empty: the system's
  /// Of the body, so many bytes are read at most; then the response counts as complete.
  std::size_t max_body = std::size_t{64} * 1024;
  std::uint16_t port = 443;
  HttpMethod method = HttpMethod::head;
  HttpVersion version = HttpVersion::automatic;
  bool tls = true;
  bool verify = true;            ///< the certificate's chain and name
  bool keep_connection = false;  ///< for HttpTransfers::follow()
  bool keep_body = false;        ///< copy what is read to TransferResult::body
};

enum class TransferOutcome : std::uint8_t {
  complete,   ///< a response; whether it is the wanted one is for the caller to judge
  timeout,    ///< the handshake took a retransmission, or the kernel gave up
  connect,    ///< refused or unreachable
  tls,        ///< no handshake, a certificate that is not to be trusted, another HTTP version
  reset,      ///< closed before the response was complete, or before a follow-up
  malformed,  ///< not HTTP, or a head of more than 64 KiB
};

/// What an exchange did not come to is not set. Durations of curl's are taken when this process
/// wakes up: on a busy loop they are too long by its lag. Those of the kernel are not.
struct TransferResult {
  TransferOutcome outcome = TransferOutcome::complete;
  std::string error;  ///< why it is not complete; for people

  /// The network's part, by the kernel. Of a new connection SYN to SYN-ACK, as a probe by TCP has
  /// it. Of a follow-up the shortest on that connection, which neither a server's delayed
  /// acknowledgments nor its thinking make longer.
  std::optional<Duration> round_trip;

  std::optional<Duration> connect;     ///< TCP handshake; the kernel's
  std::optional<Duration> tls;         ///< TLS handshake
  std::optional<Duration> processing;  ///< from the request to the first byte of the response
  std::optional<Duration> transfer;    ///< from there to the last byte

  int status = 0;                 ///< 200 … 599; 0: there was no response
  std::string_view http_version;  ///< `1.0`, `1.1`, `2`; empty: there was no response
  std::string_view tls_version;   ///< `TLSv1.3`; empty: no TLS stood
  std::optional<WallTime> certificate_not_after;  ///< TlsPeer::not_after
  std::optional<WallTime> sent_not_after;         ///< TlsPeer::sent_not_after
  /// The wanted ones, each as often as it came, in that order; see ResponseHead.
  std::vector<ResponseHeader> headers;
  std::string body;
  std::uint64_t body_bytes = 0;  ///< read, whether kept or not
};

/// Transfers under way from one source. Follows no redirect; uses no proxy, cookies, credentials,
/// DNS or earlier TLS session, whatever the environment says. One thread, the executor's.
class HttpTransfers {
 public:
  /// Names a transfer for good: one that has ended never gets its id mistaken for another's.
  struct Id {
    std::uint32_t slot = UINT32_MAX;
    std::uint32_t turn = 0;
  };

  /// Called once for each transfer that is neither cancelled nor refused, never from within
  /// start() or follow(). `key` is the caller's. In it, and only in it, the connection that was to
  /// be kept may be used for a follow-up.
  using Finished = std::function<void(std::uint32_t key, const TransferResult& result)>;

  /// Of the response headers, those in `wanted` are kept; their names must outlive this.
  /// `trust` must not be null.
  HttpTransfers(const boost::asio::any_io_executor& executor, Source source,
                std::span<const std::string_view> wanted, std::shared_ptr<TrustAnchors> trust,
                Finished finished);
  HttpTransfers(const HttpTransfers&) = delete;
  HttpTransfers& operator=(const HttpTransfers&) = delete;
  ~HttpTransfers();

  /// A new connection to `address`, a full TLS handshake, one request. Where a server asks for
  /// HTTP/1.1 by ending the stream of HTTP/2, and the version is its choice, one further connection
  /// takes the request; the result is that one's alone, and for a while all requests to this host
  /// and port begin with HTTP/1.1. Fails when nothing could be sent, with the kernel's error.
  SystemResult<Id> start(std::uint32_t key, const IpAddress& address, TransferRequest request);

  /// One more request on the very connection of `id`, which must have been kept; it is closed
  /// afterwards. When it is gone the result is `reset`: no other connection takes its place.
  Id follow(std::uint32_t key, Id id, TransferRequest request);

  /// Ends a transfer at once, without a call. Does nothing when it has ended already.
  void cancel(Id id);

  /// Handles everything that the kernel has by now, results included.
  void drain();

 private:
  class Pool;
  std::unique_ptr<Pool> pool_;
};

}  // namespace peeringd

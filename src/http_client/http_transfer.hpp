// HTTP and HTTPS requests for probes: each on its own connection, from one Source to a given
// address, with every step timed and small limits everywhere. Implemented with libcurl, which is
// not visible outside this folder.
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
#include "http_client/certificate_match.hpp"
#include "model/http_request.hpp"
#include "model/ip_prefix.hpp"
#include "model/observation.hpp"
#include "model/source.hpp"

namespace peeringd {

class TrustAnchors;

struct TransferRequest {
  std::string host;  ///< name for SNI, certificate and Host; never looked up
  std::string path = "/";
  std::vector<std::string> headers;  ///< `Name: value`
  std::string ca_file;               ///< trusted roots in PEM; empty: the system's
  /// Reads at most this many bytes of the body; then the response counts as complete.
  std::size_t max_body = std::size_t{64} * 1024;
  std::uint16_t port = 443;
  HttpMethod method = HttpMethod::head;
  HttpVersion version = HttpVersion::automatic;
  bool tls = true;
  bool verify = true;            ///< verify the certificate's chain and name
  bool keep_connection = false;  ///< for HttpTransfers::follow()
  bool keep_body = false;        ///< copy what is read to TransferResult::body
};

enum class TransferOutcome : std::uint8_t {
  complete,     ///< a response; the caller decides whether it is the wanted one
  timeout,      ///< the handshake took a retransmission, or the kernel gave up
  refused,      ///< the host answered that the port is closed
  unreachable,  ///< no route, or a router or the host answered that it cannot be reached
  tls,          ///< no handshake, an untrusted certificate, another HTTP version
  reset,        ///< closed before the response was complete, or before a follow-up
  malformed,    ///< not HTTP, or a head of more than 64 KiB
};

/// Phases that were not reached are absent. curl measures durations when this process wakes up: on
/// a busy loop they are too long by its lag. Those of the kernel are exact.
struct TransferResult {
  TransferOutcome outcome = TransferOutcome::complete;
  std::string error;  ///< why it is not complete; for people

  /// Network round-trip time, from the kernel. For a new connection, SYN to SYN-ACK, as for a TCP
  /// probe. For a follow-up, the shortest on that connection, which neither delayed acknowledgments
  /// nor processing by the server lengthen.
  std::optional<Duration> round_trip;

  std::optional<Duration> connect;     ///< TCP handshake; from the kernel
  std::optional<Duration> tls;         ///< TLS handshake
  std::optional<Duration> processing;  ///< from the request to the first byte of the response
  std::optional<Duration> transfer;    ///< from there to the last byte

  int status = 0;                 ///< 200 … 599; 0: there was no response
  std::string_view http_version;  ///< `1.0`, `1.1`, `2`; empty: there was no response
  std::string_view tls_version;   ///< `TLSv1.3`; empty: no TLS
  std::optional<WallTime> certificate_not_after;  ///< TlsPeer::not_after
  std::optional<WallTime> sent_not_after;         ///< TlsPeer::sent_not_after
  CertificateMatch certificate_match = CertificateMatch::none;
  std::string presented_name;  ///< of a certificate for another host; printable; hostile input
  /// The wanted headers, all occurrences in order; see ResponseHead.
  std::vector<ResponseHeader> headers;
  std::string body;
  std::uint64_t body_bytes = 0;  ///< read, whether kept or not
};

/// Why a transfer did not start.
struct TransferRefusal {
  boost::system::error_code error;
  /// There was no socket for the source: the error says why. Else neither the source nor a
  /// missing permission is at fault, whatever the error looks like.
  bool without_socket = false;

  std::string message() const { return error.message(); }
};

/// Active transfers from one source. Follows no redirects; uses no proxy, cookies, credentials, DNS
/// or earlier TLS session, whatever the environment says. One thread, the executor's.
class HttpTransfers {
 public:
  /// Identifies a transfer for ever: an old id never matches another transfer.
  struct Id {
    std::uint32_t slot = UINT32_MAX;
    std::uint32_t turn = 0;
  };

  using Started = boost::system::result<Id, TransferRefusal>;

  /// Called once for each transfer that was neither cancelled nor refused, never from within
  /// start() or follow(). `key` is the caller's. The connection to keep can be used for a follow-up
  /// only during this call.
  using Finished = std::function<void(std::uint32_t key, const TransferResult& result)>;

  /// Keeps the response headers in `wanted`; these names must outlive this object. `trust` must not
  /// be null.
  HttpTransfers(const boost::asio::any_io_executor& executor, Source source,
                std::span<const std::string_view> wanted, std::shared_ptr<TrustAnchors> trust,
                Finished finished);
  HttpTransfers(const HttpTransfers&) = delete;
  HttpTransfers& operator=(const HttpTransfers&) = delete;
  ~HttpTransfers();

  /// A new connection to `address`, a full TLS handshake, one request. If the version is automatic
  /// and the server asks for HTTP/1.1 by ending the HTTP/2 stream, a second connection takes the
  /// request and alone determines the result; for a while all requests to this host and port then
  /// use HTTP/1.1. Fails if nothing could be sent.
  Started start(std::uint32_t key, const IpAddress& address, TransferRequest request);

  /// One more request on the connection of `id`, which must have been kept; the connection is
  /// closed afterwards. If it is gone, the result is `reset`: no other connection replaces it.
  Id follow(std::uint32_t key, Id id, TransferRequest request);

  /// Ends a transfer immediately, without a callback. No effect if it has ended.
  void cancel(Id id);

  /// Handles everything that the kernel has now, including results.
  void drain();

 private:
  class Pool;
  std::unique_ptr<Pool> pool_;
};

}  // namespace peeringd

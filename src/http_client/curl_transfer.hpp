// One curl transfer: options, limits, and what its callbacks find. An object serves one connection
// after the other, as HttpTransfers decides.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/descriptor.hpp"
#include "http_client/curl_tls.hpp"
#include "http_client/http_transfer.hpp"
#include "http_client/response_head.hpp"
#include "http_client/trust_anchors.hpp"

struct curl_slist;

namespace peeringd {

/// Must not move while curl knows it: curl's callbacks, including those of a kept connection, get
/// its address.
class CurlTransfer {
 public:
  enum class State : std::uint8_t {
    free,
    connecting,  ///< TCP handshake, made without curl
    running,     ///< within curl
    finished,    ///< the result is being delivered; the connection may be kept for a follow-up
    closing,     ///< the connection was not needed, and curl still holds it
  };

  CurlTransfer(std::uint32_t index, std::span<const std::string_view> wanted);
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;
  ~CurlTransfer();

  /// Discards the last connection and takes a new request on `socket`, which is connecting.
  void begin(std::uint32_t key, TransferRequest request, const IpAddress& address,
             Descriptor socket);

  /// Moves the same request to another connection, over HTTP/1.1; `socket` is connecting.
  void begin_again_over_http1(Descriptor socket);

  /// True if the server asked for that: it ended the stream with HTTP_1_1_REQUIRED (RFC 9113,
  /// section 7), and the request allows either HTTP version.
  bool may_begin_again() const;

  /// True if the result is that of the second connection.
  bool began_again() const { return began_again_; }

  /// Takes one more request on the kept connection.
  void begin_follow_up(std::uint32_t key, TransferRequest request);

  /// Sets the easy handle's options. Requires an established connection. False if this build of
  /// libcurl refuses one of them; the transfer must then not be added.
  bool set_options(TrustAnchors& trust, ReadBudget& budget);

  /// The connecting socket.
  void note_handshake(Duration round_trip);

  /// Sets the result from curl's CURLcode, and what the easy handle knows.
  void note_end(int curl_code);
  void note_failure(TransferOutcome outcome, std::string error);

  /// Makes the connection be reset, not kept, when the transfer leaves curl.
  void give_up();

  /// The connection's socket, whether curl owns it or not; -1 if closed.
  int socket() const { return own_socket_ ? own_socket_.get() : curl_socket_; }
  bool open() const { return socket() >= 0; }
  void close_own_socket() { own_socket_.close(); }

  std::uint32_t index() const { return index_; }
  HttpTransfers::Id id() const { return {index_, turn_}; }
  std::uint32_t key() const { return key_; }
  void* easy() const { return easy_; }
  const TransferRequest& request() const { return request_; }
  const IpAddress& address() const { return address_; }
  const TransferResult& result() const { return result_; }

  State state = State::free;
  std::function<void(CurlTransfer&)> closed;  ///< curl has closed the connection

 private:
  struct Callbacks;
  struct FreeList {
    void operator()(curl_slist* list) const;
  };
  using List = std::unique_ptr<curl_slist, FreeList>;

  void reset_result();
  template <typename Value>
  void set(int option, Value value);  // a CURLoption
  void set_connection_options();
  void set_request_options();
  void set_tls_options(TrustAnchors& trust, ReadBudget& budget);
  int take_socket();
  void begin_connection(Descriptor socket);
  TransferOutcome outcome_of(int curl_code) const;
  TransferOutcome outcome_of_broken_connection() const;
  bool has_wanted_version() const;
  void note_phases();
  bool note_body(std::string_view part);
  void note_shortest_round_trip(int socket);
  void note_closing(int socket);

  std::uint32_t index_;
  std::uint32_t turn_ = 0;
  void* easy_;

  std::uint32_t key_ = 0;
  TransferRequest request_;
  IpAddress address_;
  TransferResult result_;
  Descriptor own_socket_;  // until curl takes it
  int curl_socket_ = -1;   // from then on
  bool follow_up_ = false;
  bool given_up_ = false;
  bool http1_required_ = false;  // by the server
  bool began_again_ = false;
  TlsPeer peer_;  // of the connection, like the next two
  std::string_view tls_version_;
  std::optional<Duration> shortest_round_trip_;

  ResponseHead head_;
  bool enough_body_ = false;
  std::optional<int> refused_option_;
  List headers_;
  List connect_to_;
  std::array<char, 256> error_{};  // CURL_ERROR_SIZE
};

}  // namespace peeringd

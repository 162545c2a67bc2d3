// A client's connection: reads its requests, calls the handlers, sends their responses.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "http/handshake_queue.hpp"
#include "http/http_stream.hpp"
#include "http/request_parser.hpp"
#include "http/response_encoder.hpp"
#include "http/router.hpp"
#include "http/send_progress.hpp"
#include "http/shared_state.hpp"
#include "http/slot_choice.hpp"

namespace peeringd {

class HttpSession;

/// The two ends of a connection.
struct HttpPeer {
  IpAddress client;      ///< of client_of()
  IpAddress reached;     ///< the server's end
  bool guarded = false;  ///< only programs of this host can reach the listener
};

/// What a session uses of its server. All references must outlive it.
struct SessionContext {
  SharedState& shared;
  HandshakeQueue& handshakes;
  std::function<void()> on_waiting;  ///< called when a session begins to wait for its client

  /// Returns whether a session may send a long body. If not, a later call may succeed.
  std::function<bool(HttpSession&)> take_long_body_slot;
};

/// Server thread only. `context` must outlive the session.
class HttpSession : public std::enable_shared_from_this<HttpSession> {
 public:
  HttpSession(boost::asio::ip::tcp::socket socket, HttpPeer peer, const SessionContext& context);

  /// Serves the connection to its end. Neither a handler nor a client can make it throw. The caller
  /// must keep the session alive meanwhile.
  boost::asio::awaitable<void> run();

  const IpAddress& client() const { return peer_.client; }

  /// Returns the facts for choosing a slot. Reads the progress of the client from the kernel.
  SlotFacts slot_facts();

  /// True if the client was authenticated by other certificate authorities than those in force.
  bool has_outdated_authorities() const;

  /// Closes immediately.
  void close();

  /// Closes once the current response has been sent.
  void close_when_answered();

 private:
  boost::asio::awaitable<void> linger();
  boost::asio::awaitable<bool> shake_hands();
  boost::asio::awaitable<ParseOutcome> read_request(Duration patience);
  boost::asio::awaitable<bool> answer(const ParsedRequest& parsed);
  boost::asio::awaitable<HttpResponse> response_to(const ParsedRequest& parsed);
  boost::asio::awaitable<std::optional<HttpResponse>> authenticate(const ParsedRequest& parsed);
  boost::asio::awaitable<HttpResponse> call(const Route& route, const HttpRequest& request);
  boost::asio::awaitable<HttpResponse> call_with_slot(const RouteMatch& match);
  boost::asio::awaitable<bool> wait_for_long_body_slot();
  boost::asio::awaitable<bool> send(HttpResponse response, const ResponseForm& form);
  boost::asio::awaitable<bool> send_pieces(HttpResponse response, const ResponseForm& form);
  void begin_waiting();
  std::optional<MonotonicTime> stalled_since(MonotonicTime now, bool unauthenticated);

  const HttpPeer peer_;
  const SessionContext& context_;
  SharedState& shared_;
  boost::asio::steady_timer reply_timer_;  // before the stream: both take the socket's executor
  HttpStream stream_;
  TlsContext tls_;  // of the handshake; null: plain
  SendProgress progress_;
  std::string buffer_;            // received, not yet answered
  const Route* route_ = nullptr;  // of the response under way
  MonotonicTime waiting_since_{};
  MonotonicTime sending_since_{};
  std::optional<MonotonicTime> checking_since_;  // while the client's password is checked
  bool waiting_ = false;  // for input, when closing the connection loses no response
  bool sending_ = false;
  bool handshaking_ = false;
  bool authenticated_ = false;  // if that is required
  bool long_body_ = false;
  bool last_request_ = false;  // nothing is read after the response under way
  bool closed_ = false;
};

}  // namespace peeringd

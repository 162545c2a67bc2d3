// One client's connection: reads its requests, asks the handlers, writes their responses.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "http/handshake_turns.hpp"
#include "http/http_access.hpp"
#include "http/http_stream.hpp"
#include "http/in_common.hpp"
#include "http/limits.hpp"
#include "http/place_choice.hpp"
#include "http/request_parser.hpp"
#include "http/response_encoder.hpp"
#include "http/router.hpp"
#include "http/send_progress.hpp"

namespace peeringd {

class HttpSession;

/// Who is connected, and to what.
struct HttpPeer {
  IpAddress client;      ///< as client_of() has it
  IpAddress reached;     ///< the server's end of the connection
  bool guarded = false;  ///< of a listener that only programs of this host can reach
};

/// What the sessions of a server share. All references must outlive them.
struct SessionParts {
  const HttpLimits& limits;
  const Router& router;
  HttpAccess& access;
  InCommon& common;
  HandshakeTurns& turns;
  std::function<void(HttpSession&)> now_waiting;  ///< a session begins to wait for its client

  /// Whether a session may send a long body. If not, it may be worth another try in a moment.
  std::function<bool(HttpSession&)> take_long_body_place;
};

/// Server thread only. `parts` must outlive the session.
class HttpSession : public std::enable_shared_from_this<HttpSession> {
 public:
  HttpSession(boost::asio::ip::tcp::socket socket, HttpPeer peer, const SessionParts& parts);

  /// Serves the connection to its end, which never is an exception of a handler or of the client's.
  /// The caller keeps the session alive meanwhile.
  boost::asio::awaitable<void> run();

  const IpAddress& client() const { return peer_.client; }

  /// What counts when another client wants a place. Asks the kernel how far the client has come.
  PlaceFacts place_facts();

  /// Whether its client was let in by other authorities than those that count now.
  bool came_by_other_terms() const;

  /// Closes at once, whatever is under way.
  void close();

  /// Closes as soon as nothing is under way, which may be at once.
  void close_when_answered();

 private:
  boost::asio::awaitable<void> part();
  boost::asio::awaitable<bool> secure();
  boost::asio::awaitable<ParseOutcome> read_request(Duration patience);
  boost::asio::awaitable<std::optional<HttpResponse>> refuse(const ParsedRequest& parsed);
  boost::asio::awaitable<bool> answer(const ParsedRequest& parsed);
  boost::asio::awaitable<HttpResponse> response_to(const ParsedRequest& parsed);
  boost::asio::awaitable<HttpResponse> ask(const HttpHandler& handler, const HttpRequest& request);
  boost::asio::awaitable<HttpResponse> take_place_and_ask(const HttpHandler& handler,
                                                          const HttpRequest& request);
  boost::asio::awaitable<bool> wait_for_long_body_place();
  boost::asio::awaitable<bool> send(HttpResponse response, const ResponseForm& form);
  boost::asio::awaitable<bool> send_pieces(HttpResponse response, const ResponseForm& form);
  void begin_waiting();
  std::optional<MonotonicTime> still_since(MonotonicTime now, bool stranger);

  const HttpPeer peer_;
  const SessionParts& parts_;
  boost::asio::steady_timer reply_timer_;  // before the stream: both take the socket's executor
  HttpStream stream_;
  TlsContext tls_;  // what the connection began with; null: plain
  SendProgress progress_;
  std::string buffer_;  // received, not yet answered
  std::string asked_;   // the path of the request that is being answered
  MonotonicTime waiting_since_{};
  MonotonicTime sending_since_{};
  std::optional<MonotonicTime> judging_since_;  // while a password of the client is checked
  bool waiting_ = false;  // for the client: nothing is lost by closing the connection
  bool sending_ = false;
  bool handshaking_ = false;
  bool admitted_ = false;  // has shown who it is, where that is asked for
  bool long_body_ = false;
  bool last_request_ = false;  // nothing is read after the response under way
  bool closed_ = false;
};

}  // namespace peeringd

// One client's connection: reads its requests, asks the handlers, writes their responses.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "http/http_access.hpp"
#include "http/http_stream.hpp"
#include "http/in_common.hpp"
#include "http/limits.hpp"
#include "http/request_parser.hpp"
#include "http/response_encoder.hpp"
#include "http/router.hpp"

namespace peeringd {

/// To be used on the server's thread alone. All that it is given must outlive it.
class HttpSession : public std::enable_shared_from_this<HttpSession> {
 public:
  /// `now_waiting` is called whenever the session begins to wait for its client.
  HttpSession(boost::asio::ip::tcp::socket socket, const HttpLimits& limits, const Router& router,
              HttpAccess& access, InCommon& common, std::function<void(HttpSession&)> now_waiting);

  /// Serves the connection to its end, which never is an exception of a handler or of the client's.
  /// The caller keeps the session alive meanwhile.
  boost::asio::awaitable<void> run();

  /// Waiting for the client: for a request, the rest of one, or the end of the connection. Then
  /// nothing of value is lost by closing it.
  bool is_waiting() const { return waiting_; }

  /// Whether its client was let in by other authorities than those that count now.
  bool came_by_other_terms() const;

  /// Closes at once, whatever is under way.
  void close();

  /// Closes as soon as nothing is under way, which may be at once.
  void close_when_answered();

 private:
  boost::asio::awaitable<bool> secure();
  boost::asio::awaitable<ParseOutcome> read_request(Duration patience);
  boost::asio::awaitable<std::optional<HttpResponse>> refuse(const ParsedRequest& parsed);
  boost::asio::awaitable<bool> answer(const ParsedRequest& parsed);
  boost::asio::awaitable<HttpResponse> ask(const HttpHandler& handler, const HttpRequest& request);
  boost::asio::awaitable<bool> send(HttpResponse response, const ResponseForm& form);
  boost::asio::awaitable<bool> send_pieces(HttpResponse response, const ResponseForm& form);
  void begin_waiting();

  boost::asio::steady_timer reply_timer_;  // before the stream: both take the socket's executor
  HttpStream stream_;
  TlsContext tls_;  // what the connection began with; null: plain
  const HttpLimits& limits_;
  const Router& router_;
  HttpAccess& access_;
  InCommon& common_;
  std::function<void(HttpSession&)> now_waiting_;
  std::string buffer_;  // received, not yet answered
  std::string asked_;   // the path of the request that is being answered
  bool waiting_ = false;
  bool last_request_ = false;  // nothing is read after the response under way
  bool closed_ = false;
};

}  // namespace peeringd

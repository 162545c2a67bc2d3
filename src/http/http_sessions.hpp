// Admits clients, serves their connections, and closes some when there are too many.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <exception>
#include <list>
#include <memory>
#include <vector>

#include "http/handshake_queue.hpp"
#include "http/http_session.hpp"
#include "http/slot_choice.hpp"

namespace peeringd {

/// Server thread only. All references must outlive it.
///
/// A new client takes the place of one that makes no progress (slot_choice.hpp). A scraper sends
/// its request as soon as it is connected, and repeats it if an idle connection was closed, so
/// neither a crowd of idle connections nor a flood of silent ones keeps it out.
class HttpSessions {
 public:
  HttpSessions(const boost::asio::any_io_executor& executor, SharedState& shared);

  /// Serves the client at once, or as soon as there is a place. If too many connections of one
  /// client wait for a place, closes its oldest. `guarded`: see HttpPeer.
  void admit(boost::asio::ip::tcp::socket socket, bool guarded);

  /// False if too many connections already wait for a place; then none may be accepted.
  bool has_room() const { return waiting_.size() < shared_.limits.waiting_connections; }

  /// Waits until has_room() may be true, or wake_listeners() was called.
  boost::asio::awaitable<void> room();
  void wake_listeners();

  /// Closes each session once its current response has been sent.
  void close_when_answered();

  /// The same for sessions that has_outdated_authorities() is true of.
  void close_outdated();

  /// Closes each session once its current response has been sent, and the rest after
  /// HttpLimits::drain.
  void drain();

 private:
  using Sessions = std::list<std::shared_ptr<HttpSession>>;
  struct Waiting {
    IpAddress client;
    boost::asio::steady_timer timer;
    bool given_up = false;
  };

  bool make_room(const IpAddress& client);
  bool take_long_body_slot(HttpSession& session);
  bool carry_out(const SlotChoice& choice);
  std::vector<SlotFacts> slot_facts() const;
  boost::asio::awaitable<void> wait_for_slot(boost::asio::ip::tcp::socket socket, HttpPeer peer);
  void start(boost::asio::ip::tcp::socket socket, const HttpPeer& peer);
  void give_up_oldest_of(const IpAddress& client);
  void wake_newest();
  void ended(const std::shared_ptr<HttpSession>& session, const std::exception_ptr& failure);

  boost::asio::any_io_executor executor_;
  SharedState& shared_;
  HandshakeQueue handshakes_;
  SessionContext session_context_;
  Sessions sessions_;
  std::list<Waiting> waiting_;  // for a place, in the order of arrival
  bool draining_ = false;
  boost::asio::steady_timer room_;
  boost::asio::steady_timer drain_;
};

}  // namespace peeringd

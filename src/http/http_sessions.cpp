#include "http/http_sessions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <chrono>
#include <iterator>
#include <set>
#include <utility>

#include "base/as_result.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

// How often a waiting connection checks whether another client has stalled.
constexpr auto look_again = 100ms;

// Removes a waiting connection from the list, and wakes the listeners, as there is room now.
template <typename List>
class LeavesAtExit {
 public:
  LeavesAtExit(List& list, typename List::iterator self, asio::steady_timer& room)
      : list_(list), self_(self), room_(room) {}
  ~LeavesAtExit() {
    list_.erase(self_);
    room_.cancel();
  }
  LeavesAtExit(const LeavesAtExit&) = delete;
  LeavesAtExit& operator=(const LeavesAtExit&) = delete;

 private:
  List& list_;
  typename List::iterator self_;
  asio::steady_timer& room_;
};

}  // namespace

HttpSessions::HttpSessions(const asio::any_io_executor& executor, SharedState& shared)
    : executor_(executor),
      shared_(shared),
      handshakes_(executor),
      session_context_{shared, handshakes_, [this] { wake_newest(); },
                       [this](HttpSession& session) { return take_long_body_slot(session); }},
      room_(executor),
      drain_(executor) {
  // Never expires; listeners are woken by cancelling. Set once: setting it wakes them too.
  room_.expires_at(asio::steady_timer::time_point::max());
}

void HttpSessions::admit(asio::ip::tcp::socket socket, bool guarded) {
  boost::system::error_code error;
  HttpPeer peer{client_of(socket.remote_endpoint(error).address()), {}, guarded};
  if (!error) peer.reached = socket.local_endpoint(error).address();
  if (error || draining_) return;  // the client has gone already
  if (make_room(peer.client)) return start(std::move(socket), peer);
  give_up_oldest_of(peer.client);
  asio::co_spawn(executor_, wait_for_slot(std::move(socket), std::move(peer)), asio::detached);
}

asio::awaitable<void> HttpSessions::wait_for_slot(asio::ip::tcp::socket socket, HttpPeer peer) {
  const auto self = waiting_.insert(waiting_.end(), {peer.client, asio::steady_timer(executor_)});
  const LeavesAtExit<std::list<Waiting>> guard(waiting_, self, room_);
  const MonotonicTime give_up = SystemClock().now() + shared_.limits.request;
  bool found = false;
  while (!found && SystemClock().now() < give_up) {
    self->timer.expires_after(look_again);
    co_await self->timer.async_wait(as_result);
    if (draining_ || self->given_up) break;
    found = make_room(peer.client);
  }
  if (found) start(std::move(socket), peer);
}

void HttpSessions::give_up_oldest_of(const IpAddress& client) {
  const auto own = [&](const Waiting& one) { return one.client == client && !one.given_up; };
  const auto count = std::count_if(waiting_.begin(), waiting_.end(), own);
  if (static_cast<std::size_t>(count) * 4 < shared_.limits.waiting_connections) return;
  const auto oldest = std::find_if(waiting_.begin(), waiting_.end(), own);
  oldest->given_up = true;
  oldest->timer.cancel();
}

bool HttpSessions::make_room(const IpAddress& client) {
  return carry_out(choose_slot(slot_facts(), client, shared_.limits));
}

bool HttpSessions::take_long_body_slot(HttpSession& session) {
  return carry_out(choose_long_body_slot(slot_facts(), session.client(), shared_.limits));
}

// A closed session stays alive until its coroutine has ended.
bool HttpSessions::carry_out(const SlotChoice& choice) {
  if (choice.verdict != SlotChoice::Verdict::replace) {
    return choice.verdict == SlotChoice::Verdict::free;
  }
  const auto victim = std::next(sessions_.begin(), static_cast<std::ptrdiff_t>(choice.victim));
  (*victim)->close();
  sessions_.erase(victim);
  return true;
}

std::vector<SlotFacts> HttpSessions::slot_facts() const {
  std::vector<SlotFacts> facts;
  facts.reserve(sessions_.size());
  for (const auto& session : sessions_) facts.push_back(session->slot_facts());
  return facts;
}

asio::awaitable<void> HttpSessions::room() {
  co_await room_.async_wait(as_result);
}

void HttpSessions::wake_listeners() {
  room_.cancel();
}

// The newest of each client: it has least likely given up.
void HttpSessions::wake_newest() {
  std::set<IpAddress> woken;
  for (auto one = waiting_.rbegin(); one != waiting_.rend(); ++one) {
    if (woken.insert(one->client).second) one->timer.cancel();
  }
}

void HttpSessions::start(asio::ip::tcp::socket socket, const HttpPeer& peer) {
  const auto session = std::make_shared<HttpSession>(std::move(socket), peer, session_context_);
  sessions_.push_back(session);
  asio::co_spawn(executor_, session->run(),
                 [this, session](const std::exception_ptr& failure) { ended(session, failure); });
}

void HttpSessions::close_when_answered() {
  const Sessions all = sessions_;  // closing may change the list
  for (const auto& session : all) session->close_when_answered();
}

void HttpSessions::close_outdated() {
  const Sessions all = sessions_;
  for (const auto& session : all) {
    if (session->has_outdated_authorities()) session->close_when_answered();
  }
}

void HttpSessions::drain() {
  draining_ = true;
  for (Waiting& one : waiting_) one.timer.cancel();
  close_when_answered();
  if (sessions_.empty()) return;
  drain_.expires_after(shared_.limits.drain);
  drain_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    for (const auto& session : sessions_) session->close();
  });
}

void HttpSessions::ended(const std::shared_ptr<HttpSession>& session,
                         const std::exception_ptr& failure) {
  session->close();  // whatever ended it, the client must not wait for an answer
  sessions_.remove(session);
  if (sessions_.empty()) drain_.cancel();
  wake_newest();
  try {
    if (failure) std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    shared_.log_limited(log::Level::error,
                        fmt::format("an HTTP connection failed: {}", error.what()));
  }
}

}  // namespace peeringd

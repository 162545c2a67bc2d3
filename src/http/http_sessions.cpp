#include "http/http_sessions.hpp"

#include <fmt/format.h>
#include <algorithm>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>

namespace peeringd {
namespace {

namespace asio = boost::asio;

}  // namespace

HttpSessions::HttpSessions(const asio::any_io_executor& executor, const HttpLimits& limits,
                           const Router& router, HttpAccess& access, InCommon& common)
    : limits_(limits),
      router_(router),
      access_(access),
      common_(common),
      room_(executor),
      drain_(executor) {
  // Never expires; waiters are woken by cancelling. Set once: setting it wakes them too.
  room_.expires_at(asio::steady_timer::time_point::max());
}

bool HttpSessions::make_room() {
  if (sessions_.size() < limits_.connections) return true;
  const auto idlest =
      std::ranges::find_if(sessions_, [](const auto& session) { return session->is_waiting(); });
  if (idlest == sessions_.end()) return false;
  (*idlest)->close();  // its coroutine, which keeps it alive, ends at its next step
  sessions_.erase(idlest);
  return true;
}

asio::awaitable<void> HttpSessions::room() {
  co_await room_.async_wait(asio::as_tuple(asio::use_awaitable));
}

void HttpSessions::wake_waiters() {
  room_.cancel();
}

void HttpSessions::start(asio::ip::tcp::socket socket) {
  const auto executor = socket.get_executor();
  const auto session =
      std::make_shared<HttpSession>(std::move(socket), limits_, router_, access_, common_,
                                    [this](HttpSession& waiting) { now_waiting(waiting); });
  sessions_.push_back(session);
  asio::co_spawn(executor, session->run(),
                 [this, session](const std::exception_ptr& failure) { ended(session, failure); });
}

void HttpSessions::close_when_answered() {
  const Sessions all = sessions_;  // closing may change the list
  for (const auto& session : all) session->close_when_answered();
}

void HttpSessions::close_those_of_other_terms() {
  const Sessions all = sessions_;
  for (const auto& session : all) {
    if (session->came_by_other_terms()) session->close_when_answered();
  }
}

void HttpSessions::drain() {
  close_when_answered();
  if (sessions_.empty()) return;
  drain_.expires_after(limits_.drain);
  drain_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    for (const auto& session : sessions_) session->close();
  });
}

void HttpSessions::now_waiting(HttpSession& session) {
  const auto at = std::ranges::find_if(
      sessions_, [&](const auto& candidate) { return candidate.get() == &session; });
  if (at != sessions_.end()) sessions_.splice(sessions_.end(), sessions_, at);
  wake_waiters();
}

void HttpSessions::ended(const std::shared_ptr<HttpSession>& session,
                         const std::exception_ptr& failure) {
  session->close();  // a client that was not answered should not be left to wait
  sessions_.remove(session);
  if (sessions_.empty()) drain_.cancel();
  wake_waiters();
  try {
    if (failure) std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    common_.tell(log::Level::error, fmt::format("an HTTP connection failed: {}", error.what()));
  }
}

}  // namespace peeringd

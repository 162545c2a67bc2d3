#include "route_sources/bmp_connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <utility>

namespace peeringd {

BmpConnection::BmpConnection(boost::asio::ip::tcp::socket socket, BmpSession session,
                             Callbacks callbacks)
    : socket_(std::move(socket)),
      message_timer_(socket_.get_executor()),
      session_(std::move(session)),
      callbacks_(std::move(callbacks)) {}

// Calls back only later, when the owner is ready for it.
void BmpConnection::start(std::vector<std::uint8_t> received) {
  if (received.empty()) return read();
  pending_ = std::move(received);
  boost::asio::post(socket_.get_executor(), [self = shared_from_this()] {
    if (!self->closed_) self->try_to_take(0);
  });
}

void BmpConnection::close() {
  if (std::exchange(closed_, true)) return;
  message_timer_.cancel();
  boost::system::error_code ignored;
  socket_.close(ignored);
}

void BmpConnection::end(std::optional<RouteSourceError> error, const std::string& why) {
  if (closed_) return;
  close();
  callbacks_.on_closed(error, why);
}

// Reads as fast as the messages are evaluated; the kernel's buffer then slows the router down.
void BmpConnection::read() {
  socket_.async_read_some(
      boost::asio::buffer(chunk_),
      [self = shared_from_this()](const boost::system::error_code& error, std::size_t size) {
        if (self->closed_) return;
        if (error == boost::asio::error::eof) return self->end({}, "the router closed it");
        if (error) return self->end(RouteSourceError::connection, error.message());
        self->try_to_take(size);
      });
}

void BmpConnection::try_to_take(std::size_t size) {
  try {
    take(size);
  } catch (const std::exception& failure) {
    end(failure);
  }
}

// What the message reported is known in part. A new connection gets everything again.
void BmpConnection::end(const std::exception& error) {
  end(RouteSourceError::malformed, std::string("cannot handle a message: ") + error.what());
}

void BmpConnection::take(std::size_t size) {
  const bool began = pending_.empty();
  pending_.insert(pending_.end(), chunk_.begin(),
                  chunk_.begin() + static_cast<std::ptrdiff_t>(size));
  const std::uint64_t before = counts().messages;
  if (!read_messages()) return;
  if (pending_.empty()) {
    message_timer_.cancel();
  } else if (began || counts().messages != before) {
    start_message_timeout();
  }
  // Other connections and timers have their turn between two chunks.
  boost::asio::post(socket_.get_executor(), [self = shared_from_this()] {
    if (!self->closed_) self->read();
  });
}

/// False if the connection ended.
bool BmpConnection::read_messages() {
  std::span<const std::uint8_t> rest = pending_;
  std::vector<BmpReport> reports;
  while (!rest.empty()) {
    const auto frame = next_bmp_frame(rest);
    if (!frame) {
      const bool version = rest.front() != 3;
      end(version ? RouteSourceError::protocol : RouteSourceError::too_long, frame.error().message);
      return false;
    }
    if (!*frame) break;
    callbacks_.on_message();
    reports.clear();
    session_.read(**frame, reports);
    for (const BmpReport& report : reports) callbacks_.on_report(report);
    if (closed_) return false;
    if ((*frame)->type == BmpType::termination) {
      end({}, "the router ended it");
      return false;
    }
    rest = rest.subspan((*frame)->size);
  }
  pending_.erase(pending_.begin(), pending_.end() - static_cast<std::ptrdiff_t>(rest.size()));
  return true;
}

void BmpConnection::start_message_timeout() {
  message_timer_.expires_after(message_time);
  message_timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    // The message may have ended while this handler was waiting for its turn.
    if (error || !self || self->pending_.empty()) return;
    self->end(RouteSourceError::slow, "a message took more than a minute");
  });
}

void BmpConnection::report_activity() {
  std::vector<BmpReport> reports;
  session_.report_activity(reports);
  try {
    for (const BmpReport& report : reports) callbacks_.on_report(report);
  } catch (const std::exception& failure) {
    end(failure);
  }
}

}  // namespace peeringd

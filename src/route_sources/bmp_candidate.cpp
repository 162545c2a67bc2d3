#include "route_sources/bmp_candidate.hpp"

#include <boost/asio/buffer.hpp>
#include <utility>

#include "bgp/bmp_message.hpp"

namespace peeringd {

BmpCandidate::BmpCandidate(boost::asio::ip::tcp::socket socket, Callbacks callbacks)
    : socket_(std::move(socket)),
      timer_(socket_.get_executor()),
      callbacks_(std::move(callbacks)) {}

void BmpCandidate::start() {
  timer_.expires_after(initiation_time);
  timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    if (const auto self = weak.lock(); self && !error) self->fail(RouteSourceError::slow);
  });
  read();
}

void BmpCandidate::close() {
  if (std::exchange(closed_, true)) return;
  timer_.cancel();
  boost::system::error_code ignored;
  socket_.close(ignored);
}

void BmpCandidate::fail(RouteSourceError error) {
  if (closed_) return;
  close();
  callbacks_.on_closed(error);
}

void BmpCandidate::read() {
  socket_.async_read_some(
      boost::asio::buffer(chunk_),
      [self = shared_from_this()](const boost::system::error_code& error, std::size_t size) {
        if (self->closed_) return;
        if (error) return self->fail(RouteSourceError::protocol);
        self->take(size);
      });
}

void BmpCandidate::take(std::size_t size) {
  received_.insert(received_.end(), chunk_.begin(),
                   chunk_.begin() + static_cast<std::ptrdiff_t>(size));
  const auto frame = next_bmp_frame(received_);
  if (frame && !*frame) return read();
  if (!frame || (*frame)->type != BmpType::initiation) return fail(RouteSourceError::protocol);
  closed_ = true;  // the socket goes on
  timer_.cancel();
  callbacks_.on_initiation(std::move(socket_), std::move(received_));
}

}  // namespace peeringd

#include "base/descriptor.hpp"

#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>

namespace peeringd {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    close();
    number_ = std::exchange(other.number_, -1);
  }
  return *this;
}

void Descriptor::close() {
  if (number_ >= 0) ::close(number_);
  number_ = -1;
}

// Shared with the handlers under way, which outlive the watch when it is destroyed between the
// readiness and its handler.
struct DescriptorWatch::State : std::enable_shared_from_this<State> {
  State(const boost::asio::any_io_executor& executor, std::function<void()> callback)
      : descriptor(executor), readable(std::move(callback)) {}

  void wait() {
    descriptor.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                          [self = shared_from_this()](const boost::system::error_code& error) {
                            if (error || !self->readable) return;
                            self->readable();
                            if (self->readable) self->wait();
                          });
  }

  boost::asio::posix::stream_descriptor descriptor;
  std::function<void()> readable;  // empty once the watch is gone
};

// Not the constructor of Asio's descriptor, which throws what assign() returns.
SystemResult<std::unique_ptr<DescriptorWatch>> DescriptorWatch::open(
    const boost::asio::any_io_executor& executor, int number, std::function<void()> readable) {
  auto state = std::make_shared<State>(executor, std::move(readable));
  boost::system::error_code error;
  state->descriptor.assign(number, error);
  if (error) return error;
  state->wait();
  return std::unique_ptr<DescriptorWatch>(new DescriptorWatch(std::move(state)));
}

DescriptorWatch::~DescriptorWatch() {
  state_->readable = nullptr;
  state_->descriptor.release();  // cancels the wait; the descriptor is its owner's to close
}

void DescriptorWatch::again() {
  boost::asio::post(state_->descriptor.get_executor(), [state = state_] {
    if (state->readable) state->readable();
  });
}

}  // namespace peeringd

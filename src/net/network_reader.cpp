#include "net/network_reader.hpp"

#include <boost/asio/post.hpp>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace peeringd {

class NetworkReader::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(boost::asio::any_io_executor executor, Read read)
      : executor_(std::move(executor)), read_(std::move(read)) {}

  void read(NetworkQuery query, Done done) {
    next_.emplace(Request{std::move(query), std::move(done)});
    if (!reading_) begin();
  }

  void close() {
    next_.reset();
    done_ = nullptr;
    if (thread_.joinable()) thread_.join();
  }

 private:
  struct Request {
    NetworkQuery query;
    Done done;
  };

  void begin() {
    if (thread_.joinable()) thread_.join();  // it has posted its result
    Request request = std::move(*next_);
    next_.reset();
    done_ = std::move(request.done);
    reading_ = true;
    try {
      thread_ = std::thread([executor = executor_, read = read_, query = std::move(request.query),
                             weak = weak_from_this()] { post_to(executor, weak, read(query)); });
    } catch (const std::system_error& error) {  // the host allows no further thread
      post_to(executor_, weak_from_this(),
              Error{std::string("cannot start to read the host's addresses: ") + error.what()});
    }
  }

  static void post_to(const boost::asio::any_io_executor& executor, std::weak_ptr<Impl> weak,
                      Result<LocalNetwork> network) {
    boost::asio::post(executor, [weak = std::move(weak), network = std::move(network)]() mutable {
      if (const auto self = weak.lock()) self->end(std::move(network));
    });
  }

  void end(Result<LocalNetwork> network) {
    reading_ = false;
    if (const Done done = std::exchange(done_, nullptr)) done(std::move(network));
    if (next_ && !reading_) begin();
  }

  const boost::asio::any_io_executor executor_;
  const Read read_;
  std::optional<Request> next_;
  Done done_;  // of the reading in progress
  bool reading_ = false;
  std::thread thread_;
};

NetworkReader::NetworkReader(boost::asio::any_io_executor executor, Read read)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(read))) {}

NetworkReader::~NetworkReader() {
  impl_->close();
}

void NetworkReader::read(NetworkQuery query, Done done) {
  impl_->read(std::move(query), std::move(done));
}

}  // namespace peeringd

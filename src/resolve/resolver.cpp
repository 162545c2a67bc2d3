#include "resolve/resolver.hpp"

#include <sys/stat.h>

#include <boost/asio/post.hpp>
#include <deque>
#include <optional>
#include <tuple>

#include "resolve/dns_channel.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t questions_at_once = 100;
constexpr Duration literal_ttl = 1h;

// Enough to tell that a file was written or replaced. An absent file has one, too.
using FileStamp = std::tuple<dev_t, ino_t, off_t, time_t, long>;

FileStamp stamp_of(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return {};
  return {status.st_dev, status.st_ino, status.st_size, status.st_mtim.tv_sec,
          status.st_mtim.tv_nsec};
}

// The answer for a host that is an address already, or nothing.
std::optional<Result<ResolvedAddresses>> answer_literal(const std::string& host, Family family) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(host, error);
  if (error) return std::nullopt;
  if (family_of(address) == family) return ResolvedAddresses{{address}, literal_ttl};
  return Error{no_address(host, family, "it is an address of the other family")};
}

}  // namespace

class Resolver::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(boost::asio::any_io_executor executor, Source source, ResolverOptions options)
      : executor_(std::move(executor)), source_(std::move(source)), options_(std::move(options)) {}

  void resolve(const std::string& host, Family family, Callback callback) {
    if (auto answer = answer_literal(host, family)) {
      boost::asio::post(executor_, [weak = weak_from_this(), callback = std::move(callback),
                                    answer = std::move(*answer)]() mutable {
        const auto self = weak.lock();
        if (self && !self->closed_) callback(std::move(answer));
      });
      return;
    }
    waiting_.push_back({host, family, std::move(callback)});
    ask_waiting();
  }

  void close() {
    closed_ = true;
    waiting_.clear();
    retired_.clear();
    channel_.reset();
  }

 private:
  struct Question {
    std::string host;
    Family family;
    Callback callback;
  };

  void ask_waiting() {
    while (asked_ < questions_at_once && !waiting_.empty()) {
      Question question = std::move(waiting_.front());
      waiting_.pop_front();
      ++asked_;
      ask(std::move(question));
    }
  }

  void ask(Question question) {
    const auto channel = current_channel();
    if (!channel) {
      finish_later(std::move(question.callback),
                   Error{no_address(question.host, question.family, channel.error().message)});
      return;
    }
    (*channel)->ask(question.host, question.family,
                    [this, callback = std::move(question.callback)](auto result) mutable {
                      finish_later(std::move(callback), std::move(result));
                    });
  }

  // A channel reads resolv.conf only when it is made (c-ares 1.18 cannot read it again), so a
  // changed file takes a new channel; the old one lives until its questions are answered.
  Result<std::shared_ptr<DnsChannel>> current_channel() {
    const FileStamp stamp = options_.servers.empty() ? stamp_of(options_.resolv_conf) : FileStamp{};
    if (channel_ && stamp == stamp_) return channel_;
    if (channel_) retired_.push_back(std::move(channel_));
    channel_.reset();
    auto opened = DnsChannel::open(executor_, source_, options_);
    if (!opened) return opened;
    stamp_ = stamp;
    channel_ = *opened;
    return channel_;
  }

  // Posted, as a channel calls from deep inside c-ares, where it must not be asked or destroyed.
  void finish_later(Callback callback, Result<ResolvedAddresses> result) {
    boost::asio::post(executor_, [weak = weak_from_this(), callback = std::move(callback),
                                  result = std::move(result)]() mutable {
      const auto self = weak.lock();
      if (!self || self->closed_) return;
      --self->asked_;
      std::erase_if(self->retired_, [](const auto& channel) { return channel->pending() == 0; });
      self->ask_waiting();
      callback(std::move(result));
    });
  }

  boost::asio::any_io_executor executor_;
  Source source_;
  ResolverOptions options_;
  std::shared_ptr<DnsChannel> channel_;
  std::vector<std::shared_ptr<DnsChannel>> retired_;
  FileStamp stamp_{};
  std::deque<Question> waiting_;
  std::size_t asked_ = 0;
  bool closed_ = false;
};

Resolver::Resolver(boost::asio::any_io_executor executor, Source source, ResolverOptions options)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(source), std::move(options))) {}

Resolver::~Resolver() {
  impl_->close();
}

void Resolver::resolve(const std::string& host, Family family, Callback callback) {
  impl_->resolve(host, family, std::move(callback));
}

}  // namespace peeringd

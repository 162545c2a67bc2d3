#include "dial/dialer.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "base/as_result.hpp"
#include "model/source.hpp"
#include "resolve/hosts_file.hpp"
#include "resolve/resolver.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// Longer than all attempts of a lookup together.
constexpr Duration lookup_timeout = std::chrono::minutes{1};

/// A name may have any number of addresses.
constexpr std::size_t max_addresses = 8;

// Bound to no address in particular: the routing table decides.
Source any_source() {
  Source source;
  source.address = asio::ip::address_v4::any();
  return source;
}

}  // namespace

struct Dialer::Impl : std::enable_shared_from_this<Impl> {
  explicit Impl(asio::any_io_executor on)
      : executor(std::move(on)), timer(executor), socket(executor) {}

  using Connected = Result<tcp::socket>;

  asio::awaitable<Connected> connect(std::string host, std::uint16_t port) {
    std::string problem = "no address";
    const std::vector<IpAddress> addresses = co_await addresses_of(host, problem);
    for (const IpAddress& address : addresses) {
      if (stopped) break;
      if (co_await connect_to({address, port}, problem)) co_return Connected(std::move(socket));
    }
    co_return Connected(Error{std::move(problem)});
  }

  asio::awaitable<std::vector<IpAddress>> addresses_of(const std::string& host,
                                                       std::string& problem) {
    std::vector<IpAddress> found;
    boost::system::error_code error;
    const auto literal = asio::ip::make_address(host, error);
    if (!error) {
      found.push_back(literal);
      co_return found;
    }
    for (const Family family : {Family::ipv6, Family::ipv4}) {
      const auto answer = co_await look_up(host, family);
      if (!answer) {
        problem = answer.error().message;
        continue;
      }
      const auto& addresses = answer->addresses;
      const auto count = std::min(addresses.size(), max_addresses / 2);
      found.insert(found.end(), addresses.begin(),
                   addresses.begin() + static_cast<std::ptrdiff_t>(count));
    }
    co_return found;
  }

  asio::awaitable<Result<ResolvedAddresses>> look_up(const std::string& host, Family family) {
    if (!resolver) {
      ResolverOptions options;
      options.hosts = std::make_shared<HostsFile>(executor);
      resolver = std::make_unique<Resolver>(executor, any_source(), std::move(options));
    }
    // The callback may come after the timeout, or never.
    auto answer = std::make_shared<std::optional<Result<ResolvedAddresses>>>();
    timer.expires_after(lookup_timeout);
    resolver->resolve(host, family,
                      [answer, weak = weak_from_this()](Result<ResolvedAddresses> result) {
                        *answer = std::move(result);
                        if (const auto impl = weak.lock()) impl->timer.cancel();
                      });
    if (!stopped) co_await timer.async_wait(as_result);
    if (*answer) co_return std::move(**answer);
    co_return Error{"cannot look up " + host};
  }

  // On success, `socket` is connected.
  asio::awaitable<bool> connect_to(tcp::endpoint endpoint, std::string& problem) {
    socket = tcp::socket(executor);
    late = false;
    timer.expires_after(connect_timeout);
    timer.async_wait([weak = weak_from_this(), number = ++attempt](const auto& error) {
      const auto impl = weak.lock();
      if (error || !impl || impl->attempt != number) return;
      impl->late = true;
      impl->close();
    });
    const auto [error] = co_await socket.async_connect(endpoint, as_result);
    ++attempt;
    timer.cancel();
    if (!error && !late && !stopped) co_return true;
    problem =
        endpoint.address().to_string() + ": " + (late ? "no answer within 5 s" : error.message());
    close();
    co_return false;
  }

  void close() {
    boost::system::error_code ignored;
    socket.close(ignored);
  }

  asio::any_io_executor executor;
  asio::steady_timer timer;  // of the current step
  tcp::socket socket;
  std::unique_ptr<Resolver> resolver;  // if a name was looked up
  std::uint64_t attempt = 0;
  bool late = false;
  bool stopped = false;
};

Dialer::Dialer(asio::any_io_executor executor)
    : impl_(std::make_shared<Impl>(std::move(executor))) {}

Dialer::~Dialer() {
  stop();
}

asio::awaitable<Result<tcp::socket>> Dialer::connect(std::string host, std::uint16_t port) {
  const auto impl = impl_;
  co_return co_await impl->connect(std::move(host), port);
}

void Dialer::stop() {
  impl_->stopped = true;
  impl_->timer.cancel();
  impl_->close();
  impl_->resolver.reset();
}

}  // namespace peeringd

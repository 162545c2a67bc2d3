#include "fleet/store_client.hpp"

#include <fmt/format.h>

#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <set>
#include <utility>

#include "base/as_result.hpp"
#include "base/printable.hpp"
#include "base/regular_file.hpp"
#include "dial/dialer.hpp"
#include "http_client/basic_header.hpp"
#include "http_client/http_transfer.hpp"
#include "http_client/trust_anchors.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;

constexpr std::size_t largest_answer = std::size_t{64} * 1024 * 1024;
constexpr std::size_t largest_secret = 16384;

Source source_towards(const IpAddress& address) {
  Source source;
  source.address = address.is_v6() ? IpAddress(asio::ip::address_v6::any())
                                   : IpAddress(asio::ip::address_v4::any());
  return source;
}

StoreProblem problem_of(const TransferResult& result) {
  switch (result.outcome) {
    case TransferOutcome::tls:
      return {StoreFailure::tls, result.error};
    case TransferOutcome::timeout:
      return {StoreFailure::timeout, result.error};
    case TransferOutcome::malformed:
      return {StoreFailure::malformed, result.error};
    default:
      return {StoreFailure::unreachable, result.error};
  }
}

StoreClient::Answer answer_of(const TransferResult& result) {
  if (result.outcome != TransferOutcome::complete) return problem_of(result);
  if (result.status == 401 || result.status == 403) {
    return StoreProblem{StoreFailure::refused,
                        fmt::format("the store refuses access: status {}", result.status)};
  }
  if (result.body_bytes >= largest_answer) {
    return StoreProblem{StoreFailure::too_large, "the answer is larger than 64 MiB"};
  }
  if (result.status != 200) {
    const std::string why = promql_error(result.body);
    return StoreProblem{StoreFailure::status,
                        fmt::format("the store answers with status {}{}{}", result.status,
                                    why.empty() ? "" : ": ", why)};
  }
  return read_promql_answer(result.body);
}

// The content without the line end of an editor.
Result<std::string> secret_in(const std::string& file) {
  auto content = read_regular_file(file, largest_secret);
  if (!content) return Error{printable(file) + " " + content.error().message};
  while (content->ends_with('\n') || content->ends_with('\r')) content->pop_back();
  if (content->empty() || content->find_first_of("\r\n") != std::string::npos) {
    return Error{printable(file) + " must have one line"};
  }
  return content;
}

}  // namespace

struct StoreClient::Impl : std::enable_shared_from_this<Impl> {
  // A query under way. The timer is its limit and is cancelled when it ends.
  struct Flight {
    explicit Flight(const asio::any_io_executor& executor) : timer(executor) {}
    asio::steady_timer timer;
    std::optional<Answer> answer;
    std::unique_ptr<HttpTransfers> transfers;
    std::unique_ptr<Dialer> dialer;
  };

  using Flights = std::set<std::shared_ptr<Flight>>;

  // In the set as long as it exists, even if the query ends by an exception.
  class UnderWay {
   public:
    UnderWay(Flights& all, std::shared_ptr<Flight> flight) : all_(all), flight_(std::move(flight)) {
      all_.insert(flight_);
    }
    UnderWay(const UnderWay&) = delete;
    UnderWay& operator=(const UnderWay&) = delete;
    ~UnderWay() { all_.erase(flight_); }

   private:
    Flights& all_;
    const std::shared_ptr<Flight> flight_;
  };

  Impl(asio::any_io_executor on, StoreAccess to) : executor(std::move(on)), access(std::move(to)) {}

  Result<std::vector<std::string>> headers() const {
    std::vector<std::string> lines{"Accept: application/json"};
    if (!access.token_file.empty()) {
      const auto token = secret_in(access.token_file);
      if (!token) return token.error();
      lines.push_back("Authorization: Bearer " + *token);
    } else if (!access.user.empty()) {
      const auto password = secret_in(access.password_file);
      if (!password) return password.error();
      lines.push_back(basic_header(access.user, *password));
    }
    return lines;
  }

  Result<TransferRequest> request_of(const PromQuery& query) const {
    auto lines = headers();
    if (!lines) return lines.error();
    TransferRequest request;
    request.host = access.url.host;
    request.path = access.url.path + target_of(query, access.timeout);
    request.headers = *std::move(lines);
    request.ca_file = access.ca_file;
    request.max_body = largest_answer;
    request.port = access.url.port;
    request.method = HttpMethod::get;
    request.version = HttpVersion::http1;
    request.tls = access.url.tls;
    request.keep_body = true;
    return request;
  }

  asio::awaitable<Answer> ask(PromQuery query) {
    auto flight = std::make_shared<Flight>(executor);
    if (stopped) co_return StoreProblem{StoreFailure::unreachable, "stopped"};
    const UnderWay under_way(flights, flight);
    flight->timer.expires_after(access.timeout);
    co_await start(flight, query);
    if (!flight->answer && !stopped) co_await flight->timer.async_wait(as_result);
    flight->transfers.reset();
    if (!flight->answer) {
      address.reset();
      const auto seconds = static_cast<double>(access.timeout.count()) / 1000;
      co_return StoreProblem{StoreFailure::timeout,
                             fmt::format("no answer within {:g} s", seconds)};
    }
    if (std::holds_alternative<StoreProblem>(*flight->answer)) address.reset();
    co_return std::move(*flight->answer);
  }

  // Sets the answer if nothing could be sent.
  asio::awaitable<void> start(std::shared_ptr<Flight> flight, PromQuery query) {
    auto request = request_of(query);
    if (!request) {
      flight->answer = StoreProblem{StoreFailure::refused, request.error().message};
      co_return;
    }
    if (!address) co_await find_address(flight);
    if (flight->answer || !address || stopped) co_return;
    flight->transfers = std::make_unique<HttpTransfers>(
        executor, source_towards(*address), std::span<const std::string_view>(), trust,
        [weak = std::weak_ptr(flight)](std::uint32_t, const TransferResult& result) {
          const auto found = weak.lock();
          if (!found) return;
          found->answer = answer_of(result);
          found->timer.cancel();
        });
    const auto started = flight->transfers->start(0, *address, std::move(*request));
    if (!started) {
      flight->answer = StoreProblem{StoreFailure::unreachable, started.error().message()};
    }
  }

  // An address of the store that accepts a connection. The first query looks it up, and the first
  // one after a failure.
  asio::awaitable<void> find_address(std::shared_ptr<Flight> flight) {
    flight->dialer = std::make_unique<Dialer>(executor);
    asio::steady_timer limit(executor, access.timeout);
    limit.async_wait([weak = std::weak_ptr(flight)](const boost::system::error_code& cancelled) {
      const auto found = weak.lock();
      if (!cancelled && found && found->dialer) found->dialer->stop();
    });
    auto socket = co_await flight->dialer->connect(access.url.host, access.url.port);
    limit.cancel();
    if (!socket) {
      flight->answer = StoreProblem{StoreFailure::unreachable, socket.error().message};
      co_return;
    }
    boost::system::error_code error;
    const auto remote = socket->remote_endpoint(error);
    if (!error) address = remote.address();
    if (error) flight->answer = StoreProblem{StoreFailure::unreachable, error.message()};
  }

  void stop() {
    stopped = true;
    for (const auto& flight : flights) {
      flight->timer.cancel();
      if (flight->dialer) flight->dialer->stop();
    }
  }

  asio::any_io_executor executor;
  const StoreAccess access;
  std::shared_ptr<TrustAnchors> trust = std::make_shared<TrustAnchors>();
  std::optional<IpAddress> address;
  Flights flights;
  bool stopped = false;
};

StoreClient::StoreClient(asio::any_io_executor executor, StoreAccess access)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(access))) {}

StoreClient::~StoreClient() {
  stop();
}

asio::awaitable<StoreClient::Answer> StoreClient::ask(PromQuery query) {
  const auto impl = impl_;
  co_return co_await impl->ask(std::move(query));
}

void StoreClient::refresh_trust() {
  impl_->trust->refresh(TrustAnchors::When::now);
}

void StoreClient::stop() {
  impl_->stop();
}

}  // namespace peeringd

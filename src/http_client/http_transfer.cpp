#include "http_client/http_transfer.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <system_error>

#include "http_client/curl_multi.hpp"
#include "http_client/curl_transfer.hpp"
#include "http_client/http1_hosts.hpp"
#include "http_client/trust_anchors.hpp"
#include "net/socket.hpp"
#include "net/tcp_handshake.hpp"

namespace peeringd {
namespace {

using State = CurlTransfer::State;

// How long a server that asked for HTTP/1.1 gets no HTTP/2.
constexpr Duration http1_for = std::chrono::minutes{10};

TransferOutcome outcome_of(HandshakeEnd::Outcome outcome) {
  switch (outcome) {
    case HandshakeEnd::Outcome::refused:
      return TransferOutcome::refused;
    case HandshakeEnd::Outcome::unreachable:
      return TransferOutcome::unreachable;
    case HandshakeEnd::Outcome::timeout:
    case HandshakeEnd::Outcome::answered:
      break;
  }
  return TransferOutcome::timeout;
}

std::string text_of(const HandshakeEnd& end) {
  return end.error == 0 ? "the TCP handshake needed a retransmission"
                        : std::system_category().message(end.error);
}

boost::system::result<Descriptor, TransferRefusal> connect_from(const Source& source,
                                                                const IpAddress& address,
                                                                std::uint16_t port) {
  auto socket = open_socket(source, SOCK_STREAM, IPPROTO_TCP);
  if (!socket) return TransferRefusal{socket.error(), /*without_socket=*/true};
  if (const auto error = begin_handshake(socket->get(), address, port)) {
    return TransferRefusal{error};
  }
  return std::move(*socket);
}

}  // namespace

// The TCP handshake is made here and not by curl: so it is measured like a TCP probe, its failures
// keep their meaning, and it needs no lookup.
class HttpTransfers::Pool {
 public:
  Pool(const boost::asio::any_io_executor& executor, Source source,
       std::span<const std::string_view> wanted, std::shared_ptr<TrustAnchors> trust,
       Finished finished)
      : source_(std::move(source)),
        wanted_(wanted),
        trust_(std::move(trust)),
        finished_(std::move(finished)),
        multi_(executor,
               {[this](std::uint32_t index) { end_handshake(*transfers_[index]); },
                [this](CurlTransfer& transfer, int code) { end(transfer, code); },
                [this](std::uint32_t index, int socket) { return find(index, socket); }}) {}
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  ~Pool() {
    for (const auto& transfer : transfers_) {
      if (transfer->state == State::running) multi_.remove(*transfer);
    }
  }

  Started start(std::uint32_t key, const IpAddress& address, TransferRequest request);
  Id follow(std::uint32_t key, Id id, TransferRequest request);
  void cancel(Id id);
  void drain() { multi_.drain(); }

 private:
  CurlTransfer& free_transfer();
  CurlTransfer* find(std::uint32_t index, int socket);
  void end_handshake(CurlTransfer& transfer);
  void fail(CurlTransfer& transfer, TransferOutcome outcome, std::string error);
  void end(CurlTransfer& transfer, int curl_code);
  bool begin_again(CurlTransfer& transfer);
  void report(CurlTransfer& transfer);
  void release(CurlTransfer& transfer);

  Source source_;
  std::span<const std::string_view> wanted_;
  std::shared_ptr<TrustAnchors> trust_;
  Finished finished_;
  Http1Hosts http1_hosts_;
  std::vector<std::unique_ptr<CurlTransfer>> transfers_;  // outlives multi_, which calls them back
  std::vector<std::uint32_t> free_;
  CurlMulti multi_;
};

HttpTransfers::Started HttpTransfers::Pool::start(std::uint32_t key, const IpAddress& address,
                                                  TransferRequest request) {
  auto socket = connect_from(source_, address, request.port);
  if (!socket) return socket.error();
  if (request.version == HttpVersion::automatic &&
      http1_hosts_.contains(request.host, request.port, std::chrono::steady_clock::now())) {
    request.version = HttpVersion::http1;
  }
  CurlTransfer& transfer = free_transfer();
  transfer.begin(key, std::move(request), address, std::move(*socket));
  if (!multi_.watch_handshake(transfer)) {
    const TransferRefusal refusal{last_system_error()};
    release(transfer);
    return refusal;
  }
  return transfer.id();
}

HttpTransfers::Id HttpTransfers::Pool::follow(std::uint32_t key, Id id, TransferRequest request) {
  CurlTransfer& transfer = *transfers_[id.slot];
  if (request.version == HttpVersion::automatic) request.version = transfer.request().version;
  transfer.begin_follow_up(key, std::move(request));
  transfer.set_options(*trust_, multi_.budget());  // accepted for the first request
  transfer.state = State::running;
  multi_.add(transfer);
  return transfer.id();
}

void HttpTransfers::Pool::cancel(Id id) {
  if (id.slot >= transfers_.size()) return;
  CurlTransfer& transfer = *transfers_[id.slot];
  if (transfer.id().turn != id.turn) return;
  if (transfer.state != State::connecting && transfer.state != State::running) return;
  if (transfer.state == State::running) {
    transfer.give_up();
    multi_.remove(transfer);
  }
  release(transfer);
}

CurlTransfer& HttpTransfers::Pool::free_transfer() {
  if (free_.empty()) {
    const auto index = static_cast<std::uint32_t>(transfers_.size());
    transfers_.push_back(std::make_unique<CurlTransfer>(index, wanted_));
    transfers_.back()->closed = [this](CurlTransfer& transfer) {
      if (transfer.state == State::closing) release(transfer);
    };
    return *transfers_.back();
  }
  CurlTransfer& transfer = *transfers_[free_.back()];
  free_.pop_back();
  return transfer;
}

CurlTransfer* HttpTransfers::Pool::find(std::uint32_t index, int socket) {
  if (index >= transfers_.size() || transfers_[index]->socket() != socket) return nullptr;
  return transfers_[index].get();
}

void HttpTransfers::Pool::end_handshake(CurlTransfer& transfer) {
  const HandshakeEnd handshake = end_of_handshake(transfer.socket(), transfer.address());
  if (handshake.outcome != HandshakeEnd::Outcome::answered) {
    fail(transfer, outcome_of(handshake.outcome), text_of(handshake));
    return;
  }
  transfer.note_handshake(handshake.round_trip);
  if (handshake.error != 0) {  // as if curl had met it
    fail(transfer, transfer.request().tls ? TransferOutcome::tls : TransferOutcome::reset,
         text_of(handshake));
    return;
  }
  if (!transfer.set_options(*trust_, multi_.budget())) {
    fail(transfer, transfer.request().tls ? TransferOutcome::tls : TransferOutcome::reset,
         "this build of libcurl refuses an option");
    return;
  }
  transfer.state = State::running;
  multi_.add(transfer);
}

void HttpTransfers::Pool::fail(CurlTransfer& transfer, TransferOutcome outcome, std::string error) {
  transfer.note_failure(outcome, std::move(error));
  transfer.close_own_socket();
  report(transfer);
}

void HttpTransfers::Pool::end(CurlTransfer& transfer, int curl_code) {
  if (transfer.may_begin_again() && begin_again(transfer)) return;
  transfer.note_end(curl_code);
  const TransferRequest& request = transfer.request();
  if (transfer.began_again() && transfer.result().outcome == TransferOutcome::complete) {
    http1_hosts_.add(request.host, request.port, std::chrono::steady_clock::now() + http1_for);
  }
  report(transfer);
}

bool HttpTransfers::Pool::begin_again(CurlTransfer& transfer) {
  auto socket = connect_from(source_, transfer.address(), transfer.request().port);
  if (!socket) return false;
  transfer.begin_again_over_http1(std::move(*socket));
  if (multi_.watch_handshake(transfer)) return true;
  transfer.close_own_socket();
  return false;
}

void HttpTransfers::Pool::report(CurlTransfer& transfer) {
  transfer.state = State::finished;
  finished_(transfer.key(), transfer.result());
  if (transfer.state == State::finished) release(transfer);  // else there is a follow-up
}

void HttpTransfers::Pool::release(CurlTransfer& transfer) {
  transfer.close_own_socket();
  if (transfer.open()) {
    // A kept connection without a follow-up. curl owns it and closes it when it opens the next
    // connection; the transfer waits for that.
    transfer.state = State::closing;
    ::shutdown(transfer.socket(), SHUT_RDWR);
    return;
  }
  transfer.state = State::free;
  free_.push_back(transfer.index());
}

HttpTransfers::HttpTransfers(const boost::asio::any_io_executor& executor, Source source,
                             std::span<const std::string_view> wanted,
                             std::shared_ptr<TrustAnchors> trust, Finished finished)
    : pool_(std::make_unique<Pool>(executor, std::move(source), wanted, std::move(trust),
                                   std::move(finished))) {}

HttpTransfers::~HttpTransfers() = default;

HttpTransfers::Started HttpTransfers::start(std::uint32_t key, const IpAddress& address,
                                            TransferRequest request) {
  return pool_->start(key, address, std::move(request));
}

HttpTransfers::Id HttpTransfers::follow(std::uint32_t key, Id id, TransferRequest request) {
  return pool_->follow(key, id, std::move(request));
}

void HttpTransfers::cancel(Id id) {
  pool_->cancel(id);
}

void HttpTransfers::drain() {
  pool_->drain();
}

}  // namespace peeringd

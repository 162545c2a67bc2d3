#include "resolve/dns_exchange.hpp"

#include <ares.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <random>
#include <span>
#include <utility>

#include "resolve/dns_answer.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using boost::system::error_code;

// Fits every path without fragmentation (DNS flag day 2020).
constexpr int edns_payload_size = 1232;

// Types and class of RFC 1035 and RFC 3596; ares.h does not have them.
constexpr int internet = 1;
constexpr int record_a = 1;
constexpr int record_aaaa = 28;

ares_addr_port_node server_node(const NameServer& server) {
  ares_addr_port_node node{};
  node.udp_port = server.port;
  node.tcp_port = server.port;
  if (server.address.is_v4()) {
    node.family = AF_INET;
    std::ranges::copy(server.address.to_v4().to_bytes(),
                      reinterpret_cast<unsigned char*>(&node.addr.addr4));
  } else {
    node.family = AF_INET6;
    std::ranges::copy(server.address.to_v6().to_bytes(),
                      reinterpret_cast<unsigned char*>(&node.addr.addr6));
  }
  return node;
}

std::vector<std::uint8_t> joined(const iovec* parts, int count) {
  std::vector<std::uint8_t> bytes;
  for (const iovec& part : std::span(parts, static_cast<std::size_t>(count))) {
    const auto* begin = static_cast<const std::uint8_t*>(part.iov_base);
    bytes.insert(bytes.end(), begin, begin + part.iov_len);
  }
  return bytes;
}

std::uint16_t unforeseeable_id() {
  std::random_device random;
  return static_cast<std::uint16_t>(random());
}

}  // namespace

struct DnsExchange::Callbacks {
  static DnsExchange& exchange(void* self) { return *static_cast<DnsExchange*>(self); }
  static DnsSockets& sockets(void* self) { return exchange(self).sockets_; }

  static ares_socket_t open(int family, int type, int protocol, void* self) noexcept {
    return sockets(self).open(family, type, protocol);
  }
  static int close(ares_socket_t fd, void* self) noexcept { return sockets(self).close(fd); }
  // The address that c-ares passes lacks the scope.
  static int connect(ares_socket_t fd, const sockaddr* /*server*/, ares_socklen_t /*size*/,
                     void* self) noexcept {
    return sockets(self).connect(fd);
  }
  static ares_ssize_t send(ares_socket_t fd, const iovec* parts, int count, void* self) noexcept {
    DnsExchange& asking = exchange(self);
    // As sent: newer versions of c-ares replace the ID.
    if (!asking.sockets_.is_stream(fd)) asking.query_ = joined(parts, count);
    return asking.sockets_.send(fd, parts, count);
  }
  static ares_ssize_t receive(ares_socket_t fd, void* data, size_t size, int flags, sockaddr* from,
                              ares_socklen_t* from_size, void* self) noexcept {
    const std::span<std::uint8_t> buffer{static_cast<std::uint8_t*>(data), size};
    const std::vector<std::uint8_t>& query = exchange(self).query_;
    const ares_socklen_t room = from_size != nullptr ? *from_size : 0;
    while (true) {
      const auto received = sockets(self).receive(fd, data, size, flags, from, from_size);
      const bool datagram = from != nullptr;
      if (received < 0 || !datagram) return received;
      const std::size_t used = complete_refusal(buffer, static_cast<std::size_t>(received), query);
      if (is_reply_to(query, buffer.first(used))) return static_cast<ares_ssize_t>(used);
      // Read on to the end of the queue: the event loop reports only new datagrams.
      *from_size = room;
    }
  }
  static void state(void* self, ares_socket_t fd, int readable, int writable) noexcept {
    sockets(self).watch(fd, readable != 0, writable != 0);
  }
  static void answered(void* self, int status, int /*timeouts*/, unsigned char* reply,
                       int size) noexcept {
    if (status == ARES_EDESTRUCTION || status == ARES_ECANCELLED) return;
    DnsExchange& asked = exchange(self);
    if (status == ARES_SUCCESS && reply != nullptr && size > 0) {
      asked.finish_later(std::vector<std::uint8_t>(reply, reply + size));
    } else {
      asked.finish_later(Error{asked.reason_for(status)});
    }
  }
};

DnsExchange::DnsExchange(const boost::asio::any_io_executor& executor, const Source& source,
                         Request request)
    : executor_(executor),
      request_(std::move(request)),
      timer_(executor),
      sockets_(executor, source, request_.server,
               [this](int readable, int writable) { process(readable, writable); }) {}

DnsExchange::~DnsExchange() {
  if (channel_ != nullptr) ares_destroy(channel_);  // closes its sockets
}

void DnsExchange::ask(const HostQuestion& question, Done done) {
  done_ = std::move(done);
  auto opened = open_channel();
  if (opened) opened = send(question);
  if (!opened) finish_later(opened.error());
}

Result<void> DnsExchange::open_channel() {
  static const int library = ares_library_init(ARES_LIB_INIT_ALL);
  if (library != ARES_SUCCESS) return Error{ares_strerror(library)};

  std::string no_file = "/dev/null";
  std::string lookups = "b";
  ares_options wanted{};
  // NOCHECKRESP: pass refusals on. They say more than "no server could be asked".
  wanted.flags = ARES_FLAG_NOCHECKRESP | (request_.edns ? ARES_FLAG_EDNS : 0);
  wanted.ednspsz = edns_payload_size;
  wanted.timeout = static_cast<int>(std::max<std::int64_t>(
      1, std::chrono::ceil<std::chrono::milliseconds>(request_.timeout).count()));
  wanted.tries = 1;
  wanted.ndots = 0;
  wanted.lookups = lookups.data();
  wanted.resolvconf_path = no_file.data();
  wanted.sock_state_cb = &Callbacks::state;
  wanted.sock_state_cb_data = this;
  const int mask = ARES_OPT_FLAGS | ARES_OPT_EDNSPSZ | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES |
                   ARES_OPT_NDOTS | ARES_OPT_LOOKUPS | ARES_OPT_DOMAINS | ARES_OPT_RESOLVCONF |
                   ARES_OPT_SOCK_STATE_CB;
  int status = ares_init_options(&channel_, &wanted, mask);
  if (status != ARES_SUCCESS) {
    channel_ = nullptr;
    return Error{std::string("cannot set up name resolution: ") + ares_strerror(status)};
  }
  static const ares_socket_functions functions{&Callbacks::open, &Callbacks::close,
                                               &Callbacks::connect, &Callbacks::receive,
                                               &Callbacks::send};
  ares_set_socket_functions(channel_, &functions, this);
  ares_addr_port_node server = server_node(request_.server);
  status = ares_set_servers_ports(channel_, &server);
  if (status != ARES_SUCCESS) return Error{ares_strerror(status)};
  return {};
}

Result<void> DnsExchange::send(const HostQuestion& question) {
  const int type = question.family == Family::ipv4 ? record_a : record_aaaa;
  unsigned char* query = nullptr;
  int size = 0;
  const int status =
      ares_create_query(question.host.c_str(), internet, type, unforeseeable_id(), /*rd=*/1, &query,
                        &size, request_.edns ? edns_payload_size : 0);
  const std::unique_ptr<unsigned char, decltype(&ares_free_string)> owned{
      query, [](void* text) {
        if (text != nullptr) ares_free_string(text);
      }};
  if (status != ARES_SUCCESS) return Error{reason_for(status)};
  ares_send(channel_, query, size, &Callbacks::answered, this);
  arm_timer();
  return {};
}

// Posted, since c-ares calls back from inside its channel, which must not be destroyed there.
void DnsExchange::finish_later(Reply reply) {
  boost::asio::post(executor_, [weak = weak_from_this(), reply = std::move(reply)]() mutable {
    const auto self = weak.lock();
    if (self && self->done_) std::exchange(self->done_, {})(std::move(reply));
  });
}

void DnsExchange::process(int readable, int writable) {
  ares_process_fd(channel_, readable, writable);
  arm_timer();
}

void DnsExchange::arm_timer() {
  timeval left{};
  if (ares_timeout(channel_, nullptr, &left) == nullptr) {
    timer_.cancel();
    return;
  }
  // Slightly later than c-ares asks for: an early wake-up would find nothing to do and spin.
  timer_.expires_after(std::chrono::seconds{left.tv_sec} + std::chrono::microseconds{left.tv_usec} +
                       1ms);
  timer_.async_wait([weak = weak_from_this()](error_code error) {
    const auto self = weak.lock();
    if (self && !error) self->process(ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  });
}

std::string DnsExchange::reason_for(int status) const {
  if (status == ARES_EBADNAME) return "not a host name";
  if (status == ARES_ETIMEOUT) return {};
  if (!sockets_.trouble().empty()) return sockets_.trouble();
  if (status == ARES_ECONNREFUSED) return "no name server could be asked";
  return ares_strerror(status);
}

}  // namespace peeringd

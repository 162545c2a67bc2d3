#include "resolve/dns_channel.hpp"

#include <ares.h>
#include <strings.h>

#include <algorithm>
#include <cstdint>

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using boost::system::error_code;

// The hosts file has no TTLs; this is how soon an edit of it is seen.
constexpr Duration hosts_file_ttl = 60s;

// What fits every path without fragments (DNS flag day 2020).
constexpr int edns_payload_size = 1232;

std::string comma_separated(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ",") + item;
  return text;
}

ResolvedAddresses read_answer(const ares_addrinfo& info, Family family) {
  ResolvedAddresses answer;
  int ttl = INT32_MAX;
  for (const auto* cname = info.cnames; cname != nullptr; cname = cname->next) {
    ttl = std::min(ttl, cname->ttl);
  }
  for (const auto* node = info.nodes; node != nullptr; node = node->ai_next) {
    const auto address = to_address(node->ai_addr, static_cast<std::size_t>(node->ai_addrlen));
    if (family_of(address) != family) continue;
    answer.addresses.push_back(address);
    ttl = std::min(ttl, node->ai_ttl);
  }
  answer.ttl = std::chrono::seconds{std::max(ttl, 0)};  // RFC 2181, section 8
  return answer;
}

}  // namespace

std::string no_address(const std::string& host, Family family, std::string_view reason) {
  const char* name = family == Family::ipv4 ? "IPv4" : "IPv6";
  return "no " + std::string(name) + " address for " + host + " (" + std::string(reason) + ")";
}

struct DnsChannel::Query {
  DnsChannel* channel;
  std::string host;
  Family family;
  Answered answered;
  const char* refusal = nullptr;  // what a server said in place of an answer
};

struct DnsChannel::Callbacks {
  static DnsChannel& channel(void* self) { return *static_cast<DnsChannel*>(self); }
  static DnsSockets& sockets(void* self) { return channel(self).sockets_; }

  static ares_socket_t open(int family, int type, int protocol, void* self) noexcept {
    return sockets(self).open(family, type, protocol);
  }
  static int close(ares_socket_t fd, void* self) noexcept { return sockets(self).close(fd); }
  static int connect(ares_socket_t fd, const sockaddr* server, ares_socklen_t size,
                     void* self) noexcept {
    return sockets(self).connect(fd, server, size);
  }
  static ares_ssize_t send(ares_socket_t fd, const iovec* parts, int count, void* self) noexcept {
    return sockets(self).send(fd, parts, count);
  }
  static ares_ssize_t receive(ares_socket_t fd, void* data, size_t size, int flags, sockaddr* from,
                              ares_socklen_t* from_size, void* self) noexcept {
    const auto received = sockets(self).receive(fd, data, size, flags, from, from_size);
    if (received > 0) channel(self).note_refusal(static_cast<const unsigned char*>(data), received);
    return received;
  }
  static void state(void* self, ares_socket_t fd, int readable, int writable) noexcept {
    sockets(self).watch(fd, readable != 0, writable != 0);
  }
  static void answered(void* argument, int status, int /*timeouts*/, ares_addrinfo* info) noexcept {
    const std::unique_ptr<ares_addrinfo, decltype(&ares_freeaddrinfo)> owner{info,
                                                                             &ares_freeaddrinfo};
    const std::unique_ptr<Query> query{static_cast<Query*>(argument)};
    query->channel->pending_.erase(query.get());
    if (status == ARES_EDESTRUCTION || status == ARES_ECANCELLED) return;
    query->answered(query->channel->result_of(*query, status, info));
  }
};

Result<std::shared_ptr<DnsChannel>> DnsChannel::open(const boost::asio::any_io_executor& executor,
                                                     const Source& source,
                                                     const ResolverOptions& options) {
  std::shared_ptr<DnsChannel> channel{new DnsChannel(executor, source)};
  const auto initialized = channel->initialize(options);
  if (!initialized) return initialized.error();
  return channel;
}

DnsChannel::DnsChannel(const boost::asio::any_io_executor& executor, Source source)
    : timer_(executor), sockets_(executor, std::move(source), [this](int readable, int writable) {
        process(readable, writable);
      }) {}

DnsChannel::~DnsChannel() {
  if (channel_ != nullptr) ares_destroy(channel_);  // closes its sockets
}

Result<void> DnsChannel::initialize(const ResolverOptions& options) {
  static const int library = ares_library_init(ARES_LIB_INIT_ALL);
  if (library != ARES_SUCCESS) return Error{ares_strerror(library)};

  const bool own_servers = !options.servers.empty();
  std::string lookups = "fb";  // the hosts file, then DNS, whatever nsswitch.conf says
  std::string resolv_conf = own_servers ? "/dev/null" : options.resolv_conf;
  ares_options wanted{};
  wanted.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_EDNS;
  wanted.ednspsz = edns_payload_size;
  wanted.timeout = static_cast<int>(std::max<std::int64_t>(
      1, std::chrono::ceil<std::chrono::milliseconds>(options.timeout).count()));
  wanted.tries = options.tries;
  wanted.ndots = 0;  // with no domains: the name as it is, and nothing else
  wanted.udp_port = options.port;
  wanted.tcp_port = options.port;
  wanted.lookups = lookups.data();
  wanted.resolvconf_path = resolv_conf.data();
  wanted.sock_state_cb = &Callbacks::state;
  wanted.sock_state_cb_data = this;
  const int mask = ARES_OPT_FLAGS | ARES_OPT_EDNSPSZ | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES |
                   ARES_OPT_NDOTS | ARES_OPT_UDP_PORT | ARES_OPT_TCP_PORT | ARES_OPT_LOOKUPS |
                   ARES_OPT_DOMAINS | ARES_OPT_RESOLVCONF | ARES_OPT_SOCK_STATE_CB;
  int status = ares_init_options(&channel_, &wanted, mask);
  if (status != ARES_SUCCESS) {
    channel_ = nullptr;
    return Error{"cannot set up name resolution from " + resolv_conf + ": " +
                 ares_strerror(status)};
  }
  static const ares_socket_functions functions{&Callbacks::open, &Callbacks::close,
                                               &Callbacks::connect, &Callbacks::receive,
                                               &Callbacks::send};
  ares_set_socket_functions(channel_, &functions, this);
  if (!own_servers) return {};
  const std::string servers = comma_separated(options.servers);
  status = ares_set_servers_ports_csv(channel_, servers.c_str());
  if (status != ARES_SUCCESS) return Error{"\"" + servers + "\" are not name servers' addresses"};
  return {};
}

void DnsChannel::ask(const std::string& host, Family family, Answered answered) {
  ares_addrinfo_hints hints{};
  hints.ai_flags = ARES_AI_NOSORT;
  hints.ai_family = family == Family::ipv4 ? AF_INET : AF_INET6;
  auto* query = new Query{this, host, family, std::move(answered)};  // freed by Callbacks::answered
  pending_.insert(query);
  being_asked_ = query;
  ares_getaddrinfo(channel_, query->host.c_str(), nullptr, &hints, &Callbacks::answered, query);
  being_asked_ = nullptr;
  arm_timer();
}

void DnsChannel::process(int readable, int writable) {
  ares_process_fd(channel_, readable, writable);
  arm_timer();
}

void DnsChannel::arm_timer() {
  timeval left{};
  if (ares_timeout(channel_, nullptr, &left) == nullptr) {
    timer_.cancel();
    return;
  }
  // A little later than c-ares says: waking up too early would find nothing to do, and spin.
  timer_.expires_after(std::chrono::seconds{left.tv_sec} + std::chrono::microseconds{left.tv_usec} +
                       1ms);
  timer_.async_wait([weak = weak_from_this()](error_code error) {
    const auto self = weak.lock();
    if (self && !error) self->process(ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  });
}

// c-ares passes over a server that answers SERVFAIL, NOTIMP or REFUSED, and reports in the end that
// no server could be reached. What was said is kept here, for the message.
void DnsChannel::note_refusal(const unsigned char* reply, long size) {
  constexpr long header_size = 12;  // RFC 1035, section 4.1.1
  if (size < header_size) return;
  const int code = reply[3] & 0x0f;
  const char* refusal = code == 2   ? "server said SERVFAIL"
                        : code == 4 ? "server said NOTIMP"
                        : code == 5 ? "server said REFUSED"
                                    : nullptr;
  if (refusal == nullptr) return;
  char* name = nullptr;
  long name_size = 0;
  if (ares_expand_name(reply + header_size, reply, static_cast<int>(size), &name, &name_size) !=
      ARES_SUCCESS) {
    return;
  }
  for (Query* query : pending_) {
    if (strcasecmp(query->host.c_str(), name) == 0) query->refusal = refusal;
  }
  ares_free_string(name);
}

Result<ResolvedAddresses> DnsChannel::result_of(const Query& query, int status,
                                                const ares_addrinfo* info) {
  if (status != ARES_SUCCESS || info == nullptr) {
    return Error{no_address(query.host, query.family, reason_for(query, status))};
  }
  auto answer = read_answer(*info, query.family);
  if (answer.addresses.empty()) {
    return Error{no_address(query.host, query.family, reason_for(query, ARES_ENODATA))};
  }
  if (&query == being_asked_) answer.ttl = hosts_file_ttl;  // no time for a server's answer
  return answer;
}

std::string DnsChannel::reason_for(const Query& query, int status) const {
  switch (status) {
    case ARES_ENOTFOUND:
      return "server said NXDOMAIN";
    case ARES_ENODATA:
      return "the name has none";
    case ARES_ETIMEOUT:
      return "no name server answered in time";
    case ARES_EFORMERR:
      return "server said FORMERR";
    case ARES_EBADNAME:
      return "not a host name";
    case ARES_EBADRESP:
      return "the answer makes no sense";
    case ARES_ECONNREFUSED:
      if (query.refusal != nullptr) return query.refusal;
      if (!sockets_.trouble().empty()) return sockets_.trouble();
      return "no name server could be asked";
    default:
      return ares_strerror(status);
  }
}

}  // namespace peeringd

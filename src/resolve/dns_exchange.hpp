// One question to one name server, by c-ares on Asio's loop: over UDP and, if the reply is
// truncated, TCP. DnsLookup (dns_lookup.hpp) makes as many exchanges as it needs.
//
// In c-ares 1.18 (Debian 12), a question that fails over TCP ends all others of its channel; all
// questions of a channel use one port; scoped name servers are ignored; and only FORMERR leads to a
// retry without EDNS. So each exchange has its own channel, and thereby its own port. The channel
// knows one name server and does not read resolv.conf or /etc/hosts.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "model/ip_prefix.hpp"
#include "model/source.hpp"
#include "resolve/dns_sockets.hpp"
#include "resolve/resolv_conf.hpp"

struct ares_channeldata;

namespace peeringd {

struct HostQuestion {
  std::string host;
  Family family = Family::ipv4;
};

/// All members run on the executor's thread.
class DnsExchange : public std::enable_shared_from_this<DnsExchange> {
 public:
  struct Request {
    NameServer server;  ///< with its port
    bool edns = true;   ///< RFC 6891, for replies longer than 512 bytes
    Duration timeout{};
  };
  /// The reply, whatever its content, or why there is none, as a phrase. Empty: no answer in time.
  using Reply = Result<std::vector<std::uint8_t>>;
  using Done = std::function<void(Reply)>;

  DnsExchange(const boost::asio::any_io_executor& executor, const Source& source, Request request);
  DnsExchange(const DnsExchange&) = delete;
  DnsExchange& operator=(const DnsExchange&) = delete;
  ~DnsExchange();  ///< `done` is not called after this

  /// Calls `done` once, from the event loop and never from within ask(). `done` may destroy this
  /// object.
  void ask(const HostQuestion& question, Done done);

 private:
  struct Callbacks;  // called by c-ares

  Result<void> open_channel();
  Result<void> send(const HostQuestion& question);
  void finish_later(Reply reply);
  void process(int readable, int writable);
  void arm_timer();
  std::string reason_for(int status) const;

  boost::asio::any_io_executor executor_;
  Request request_;
  boost::asio::steady_timer timer_;
  DnsSockets sockets_;
  ares_channeldata* channel_ = nullptr;
  std::vector<std::uint8_t> query_;
  Done done_;
};

}  // namespace peeringd

// One question to one name server, by c-ares on Asio's loop: over UDP and, where the reply is
// truncated, TCP. DnsLookup (dns_lookup.hpp) asks as many as it takes.
//
// c-ares 1.18, Debian 12's, ends with the failure of one question over TCP all others of its
// channel, sends all of them from one port, passes over scoped name servers, and asks without EDNS
// only after FORMERR. So each exchange has a channel, and with that a port, of its own, which knows
// one name server and nothing of resolv.conf and /etc/hosts.
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
  /// The reply, whatever it says, or why there is none, as a phrase; none when nobody answered.
  using Reply = Result<std::vector<std::uint8_t>>;
  using Done = std::function<void(Reply)>;

  DnsExchange(const boost::asio::any_io_executor& executor, const Source& source, Request request);
  DnsExchange(const DnsExchange&) = delete;
  DnsExchange& operator=(const DnsExchange&) = delete;
  ~DnsExchange();  ///< `done` is not called any more

  /// Calls `done` once, from the event loop and never from within ask(). It may destroy this.
  void ask(const HostQuestion& question, Done done);

 private:
  struct Callbacks;  // what c-ares calls

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

// One c-ares channel on Asio's loop: the name servers as they were when it was opened. Resolver is
// what the rest of the program uses.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/result.hpp"
#include "net/ip_prefix.hpp"
#include "net/source.hpp"
#include "resolve/dns_sockets.hpp"
#include "resolve/resolver.hpp"

struct ares_channeldata;
struct ares_addrinfo;

namespace peeringd {

/// "no IPv6 address for example.net (reason)".
std::string no_address(const std::string& host, Family family, std::string_view reason);

/// All members run on the executor's thread.
class DnsChannel : public std::enable_shared_from_this<DnsChannel> {
 public:
  using Answered = std::function<void(Result<ResolvedAddresses>)>;

  /// Reads resolv.conf, unless the options name servers. Fails when that is unreadable, or a server
  /// is not an address.
  static Result<std::shared_ptr<DnsChannel>> open(const boost::asio::any_io_executor& executor,
                                                  const Source& source,
                                                  const ResolverOptions& options);
  DnsChannel(const DnsChannel&) = delete;
  DnsChannel& operator=(const DnsChannel&) = delete;
  /// Drops what is pending. Not from within `Answered`.
  ~DnsChannel();

  /// `answered` is called once, perhaps before ask() returns (/etc/hosts, or no server reachable),
  /// and from inside c-ares: it must not throw and may do no more than post.
  void ask(const std::string& host, Family family, Answered answered);

  std::size_t pending() const { return pending_.size(); }

 private:
  struct Query;
  struct Callbacks;  // what c-ares calls

  DnsChannel(const boost::asio::any_io_executor& executor, Source source);
  Result<void> initialize(const ResolverOptions& options);
  void process(int readable, int writable);
  void arm_timer();
  void note_refusal(const unsigned char* reply, long size);
  Result<ResolvedAddresses> result_of(const Query& query, int status, const ares_addrinfo* info);
  std::string reason_for(const Query& query, int status) const;

  boost::asio::steady_timer timer_;
  DnsSockets sockets_;
  ares_channeldata* channel_ = nullptr;
  std::unordered_set<Query*> pending_;
  const Query* being_asked_ = nullptr;
};

}  // namespace peeringd

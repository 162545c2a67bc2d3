// Names to addresses, asked from a prefix's own source: the Microsoft edge is steered by where the
// question comes from, so each source has a Resolver of its own.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "model/ip_prefix.hpp"
#include "model/source.hpp"

namespace peeringd {

class HostsFile;
class QuestionQueue;

/// What a name stands for at the moment.
struct ResolvedAddresses {
  std::vector<IpAddress> addresses;  ///< never empty; of one family; in the order of the answer
  /// How long the answer holds: the smallest TTL of its records, CNAMEs included, as the server
  /// gave it (0 … 2^31-1 s); a minute for an answer of /etc/hosts, an hour for a literal address.
  Duration ttl{};
  bool from_hosts_file = false;

  friend bool operator==(const ResolvedAddresses&, const ResolvedAddresses&) = default;
};

struct ResolverOptions {
  /// How long to wait for a server on the first try; each round through the servers doubles it.
  Duration timeout = std::chrono::seconds{3};
  int tries = 2;  ///< rounds through all servers
  /// Name servers as `192.0.2.53`, `192.0.2.53:5353` or `[2001:db8::53]:5353`; empty: those of
  /// `resolv_conf`.
  std::vector<std::string> servers;
  std::string resolv_conf = "/etc/resolv.conf";
  std::uint16_t port = 53;               ///< of servers that name none
  std::shared_ptr<HostsFile> hosts;      ///< searched before DNS; none: DNS only
  std::shared_ptr<QuestionQueue> queue;  ///< the process's; none: one for this resolver alone
};

/// Resolves any number of names at once; a QuestionQueue limits how many questions are open. A name
/// that fails affects no other: each question has a socket, and a source port, of its own.
///
/// A name is looked for in /etc/hosts, then asked for with the name servers, over UDP and, where
/// the answer is truncated, TCP; first with EDNS, then without (dns_lookup.hpp). It is taken as
/// complete: no search domain is tried.
///
/// A question leaves from the source's address, interface and mark, with two exceptions:
///  - A name server on loopback (127.0.0.53, a local dnsmasq) is asked from wherever the kernel
///    likes, unless the source is a loopback address itself: it could not be reached through
///    another interface, and systemd-resolved ignores questions from other addresses. Where *it*
///    asks from is its own business; for answers as the prefix sees them, name a server that is
///    not on this host.
///  - A name server of the other family cannot be asked from the source's address; interface and
///    mark still apply.
/// The source's DSCP is for what is measured, not for questions.
///
/// /etc/resolv.conf is read again when it changes; what was asked before is answered by the servers
/// known then. A link-local name server (`fe80::1%eth0`) is asked through its interface, unless the
/// source names another one: that is an error.
///
/// All members, and the callbacks, run on the executor's thread. Nothing blocks, but for reading
/// resolv.conf.
class Resolver {
 public:
  using Callback = std::function<void(Result<ResolvedAddresses>)>;

  Resolver(boost::asio::any_io_executor executor, Source source, ResolverOptions options = {});
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;
  /// Drops what is pending: its callbacks are not called.
  ~Resolver();

  /// Calls back once, from the event loop and never from within resolve(). The error names the
  /// host, the family and the reason, as "no IPv6 address for outlook.office365.com (server said
  /// NXDOMAIN)". The callback must not throw; it may resolve again or destroy the Resolver.
  void resolve(const std::string& host, Family family, Callback callback);

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace peeringd

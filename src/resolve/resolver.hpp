// Resolves names from a prefix's own source. The Microsoft edge steers clients by where the
// question comes from, so each source has its own Resolver.
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

/// The current addresses of a name.
struct ResolvedAddresses {
  std::vector<IpAddress> addresses;  ///< never empty; of one family; in the order of the answer
  /// How long the answer is valid: the smallest TTL of its records, including CNAMEs, as received
  /// (0 … 2^31-1 s); one minute for /etc/hosts, one hour for a literal address.
  Duration ttl{};
  bool from_hosts_file = false;

  friend bool operator==(const ResolvedAddresses&, const ResolvedAddresses&) = default;
};

/// Whether a lookup failed because the name exists, but has no address of the family (NODATA, RFC
/// 2308, section 2.2).
bool is_no_record(const Error& error);

struct ResolverOptions {
  /// Timeout per server in the first round; each further round doubles it.
  Duration timeout = std::chrono::seconds{3};
  int tries = 2;  ///< rounds through all servers
  /// Name servers as `192.0.2.53`, `192.0.2.53:5353` or `[2001:db8::53]:5353`; empty: those of
  /// `resolv_conf`.
  std::vector<std::string> servers;
  std::string resolv_conf = "/etc/resolv.conf";
  std::uint16_t port = 53;               ///< for servers without one
  std::shared_ptr<HostsFile> hosts;      ///< searched before DNS; none: DNS only
  std::shared_ptr<QuestionQueue> queue;  ///< shared by the process; none: an own one
};

/// Resolves any number of names at once; a QuestionQueue limits how many questions are open. A name
/// that fails affects no other: each question has its own socket and source port.
///
/// A name is looked up in /etc/hosts first, then by the name servers: over UDP and, if the answer
/// is truncated, TCP; first with EDNS, then without (dns_lookup.hpp). Search domains are not used.
///
/// A question leaves from the source's address, interface and mark, with two exceptions:
///  - A name server on loopback (127.0.0.53, a local dnsmasq) is asked from any address, unless the
///    source is a loopback address itself: it cannot be reached through another interface, and
///    systemd-resolved ignores questions from other addresses. That server then chooses where it
///    asks from. To get answers as the prefix sees them, configure a server outside this host.
///  - A name server of the other family cannot be asked from the source's address; interface and
///    mark still apply.
/// The source's DSCP applies to probes only.
///
/// /etc/resolv.conf is read again after a change; pending questions stay with the servers known
/// before. A link-local name server (`fe80::1%eth0`) is asked through its interface; if the source
/// requires another one, that is an error.
///
/// All members and callbacks run on the executor's thread. Only reading resolv.conf blocks.
class Resolver {
 public:
  using Callback = std::function<void(Result<ResolvedAddresses>)>;

  Resolver(boost::asio::any_io_executor executor, Source source, ResolverOptions options = {});
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;
  /// Drops pending lookups without calling back.
  ~Resolver();

  /// Calls back once, from the event loop and never from within resolve(). The error names the
  /// host, the family and the reason, such as "no IPv6 address for outlook.office365.com (server
  /// said NXDOMAIN)". The callback must not throw; it may resolve again or destroy the Resolver.
  void resolve(const std::string& host, Family family, Callback callback);

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace peeringd

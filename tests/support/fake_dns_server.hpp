// A name server for tests, on loopback and in the test's own event loop, over UDP and TCP. It
// sends configured replies and records the queries.
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace peeringd::test {

enum class DnsType : std::uint16_t { a = 1, cname = 5, aaaa = 28 };

struct DnsRecord {
  std::string name;
  DnsType type = DnsType::a;
  std::uint32_t ttl = 60;
  std::string value;  ///< an address, or a name
};

/// Response codes of RFC 1035, section 4.1.1.
enum class DnsCode : std::uint8_t {
  ok = 0,
  formerr = 1,
  servfail = 2,
  nxdomain = 3,
  notimp = 4,
  refused = 5
};

struct DnsReply {
  std::vector<DnsRecord> records{};
  DnsCode code = DnsCode::ok;
  bool silent = false;
  bool truncated_over_udp = false;
  bool header_alone = false;
  /// Sent in place of the above, after the query's id.
  std::optional<std::vector<std::uint8_t>> raw{};
};

struct DnsQuestion {
  std::string name;
  DnsType type = DnsType::a;
  boost::asio::ip::address asker;
  bool over_tcp = false;
  std::uint16_t port = 0;  ///< of the asker
  bool edns = false;       ///< whether there is a record of RFC 6891
};

class FakeDnsServer {
 public:
  /// Port 0: chosen by the kernel.
  explicit FakeDnsServer(boost::asio::io_context& context, const char* address = "127.0.0.1",
                         std::uint16_t port = 0);
  ~FakeDnsServer();

  std::uint16_t port() const { return udp_.local_endpoint().port(); }
  std::string address() const;  ///< `127.0.0.1:40000`, `[::1]:40000`

  /// Sets the reply to a question; others get NXDOMAIN.
  void on(const std::string& name, DnsType type, DnsReply reply);
  void on_any(std::function<DnsReply(const DnsQuestion&)> reply) { any_ = std::move(reply); }

  /// From now on TCP connections are refused, as by a firewall.
  void close_tcp() { tcp_.close(); }

  const std::vector<DnsQuestion>& questions() const { return questions_; }

 private:
  class TcpSession;

  bool bind_both(const boost::asio::ip::address& address, std::uint16_t port);
  void receive();
  void accept();
  std::vector<std::uint8_t> reply_to(const std::uint8_t* query, std::size_t size,
                                     const boost::asio::ip::udp::endpoint& asker, bool over_tcp);

  boost::asio::ip::udp::socket udp_;
  boost::asio::ip::tcp::acceptor tcp_;
  boost::asio::ip::udp::endpoint peer_;
  std::array<std::uint8_t, 4096> buffer_{};
  std::map<std::pair<std::string, DnsType>, DnsReply> replies_;
  std::function<DnsReply(const DnsQuestion&)> any_;
  std::vector<DnsQuestion> questions_;
};

}  // namespace peeringd::test

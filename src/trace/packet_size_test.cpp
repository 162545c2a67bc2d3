#include "trace/packet_size_test.hpp"

#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <chrono>
#include <optional>
#include <utility>

#include "base/descriptor.hpp"
#include "net/socket.hpp"

namespace peeringd {
namespace {

// The usual MTUs of Ethernet, PPPoE, tunnels and IPv6, and a size that passes everywhere.
constexpr std::array<std::uint16_t, 8> sizes{100, 576, 1280, 1400, 1460, 1480, 1492, 1500};
constexpr int rounds = 3;
constexpr std::chrono::milliseconds round_time{1500};
constexpr std::size_t icmp_header = 8;

std::size_t ip_header(Family family) {
  return family == Family::ipv4 ? 20 : 40;
}

// A ping socket (icmp(7)): the kernel sets the identifier and the checksum.
SystemResult<Descriptor> open_ping(const Source& source) {
  const Family family = family_of(source.address);
  const bool v4 = family == Family::ipv4;
  auto socket = open_socket(source, SOCK_DGRAM, v4 ? int{IPPROTO_ICMP} : int{IPPROTO_ICMPV6});
  if (!socket) return socket;
  const bool set =
      v4 ? set_option(socket->get(), IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_PROBE)
         : set_option(socket->get(), IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_PROBE) &&
               set_option(socket->get(), IPPROTO_IPV6, IPV6_DONTFRAG, 1);
  if (!set) return last_system_error();
  return socket;
}

}  // namespace

// Handlers hold weak pointers, so that a released test does nothing more.
class PacketSizeTest : public std::enable_shared_from_this<PacketSizeTest> {
 public:
  PacketSizeTest(const boost::asio::any_io_executor& executor, const IpAddress& destination,
                 PacketSizeTestDone done)
      : executor_(executor), destination_(destination), done_(std::move(done)), timer_(executor) {}
  PacketSizeTest(const PacketSizeTest&) = delete;
  PacketSizeTest& operator=(const PacketSizeTest&) = delete;

  void begin(const Source& source) {
    source_ = source;
    auto socket = open_ping(source);
    if (!socket) return finish(std::nullopt);
    socket_ = std::move(*socket);
    auto watch = DescriptorWatch::open(executor_, socket_.get(), [this] { read(); });
    if (!watch) return finish(std::nullopt);
    watch_ = std::move(*watch);
    run_round();
  }

 private:
  void read() {
    if (ended_) return;
    std::array<unsigned char, 64> start;  // of an echo; the rest is cut off
    for (;;) {
      const ssize_t size = ::recv(socket_.get(), start.data(), start.size(), MSG_DONTWAIT);
      if (size < 0) {
        if (errno != EAGAIN) watch_->again();  // the error of an earlier packet
        break;
      }
      if (size < static_cast<ssize_t>(icmp_header)) continue;
      const std::size_t number = start[6] * 256U + start[7];
      if (number < sizes.size()) answered_[number] = true;
    }
    bool complete = true;
    for (std::size_t i = 0; i < sizes.size(); ++i)
      complete = complete && (answered_[i] || !sent_[i]);
    if (complete) finish(result());
  }

  void run_round() {
    if (round_++ == rounds) return finish(result());
    if (!is_still_local(source_)) return finish(std::nullopt);
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      if (!answered_[i] && send(i)) sent_[i] = true;
    }
    timer_.expires_after(round_time);
    timer_.async_wait([weak = weak_from_this()](boost::system::error_code aborted) {
      const auto self = weak.lock();
      if (!self || self->ended_ || aborted) return;
      self->run_round();
    });
  }

  // False beyond the MTU of the interface.
  bool send(std::size_t number) {
    const Family family = family_of(destination_);
    std::array<unsigned char, sizes.back()> packet{};
    packet[0] = family == Family::ipv4 ? ICMP_ECHO : ICMP6_ECHO_REQUEST;
    packet[7] = static_cast<unsigned char>(number);
    const auto to = socket_address(destination_, 0);
    const std::size_t length = sizes[number] - ip_header(family);
    const auto attempt = [&] {
      return ::sendto(socket_.get(), packet.data(), length, 0, to.data(),
                      static_cast<socklen_t>(to.size())) >= 0;
    };
    return attempt() || attempt();  // the first may report the error of an earlier packet
  }

  std::optional<PacketSizes> result() const {
    PacketSizes found;
    bool some_sent = false;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      some_sent = some_sent || sent_[i];
      if (answered_[i]) found.passed = sizes[i];
    }
    for (std::size_t i = sizes.size(); i-- > 0 && sizes[i] > found.passed;) {
      if (sent_[i]) found.lost = sizes[i];
    }
    if (!some_sent) return std::nullopt;
    return found;
  }

  // `done` may release the test.
  void finish(std::optional<PacketSizes> found) {
    if (std::exchange(ended_, true)) return;
    timer_.cancel();
    boost::asio::post(executor_, [weak = weak_from_this(), found = std::move(found)]() mutable {
      const auto self = weak.lock();
      if (!self) return;
      self->watch_.reset();
      self->done_(std::move(found));
    });
  }

  const boost::asio::any_io_executor executor_;
  const IpAddress destination_;
  const PacketSizeTestDone done_;
  Source source_;
  Descriptor socket_;
  std::unique_ptr<DescriptorWatch> watch_;
  boost::asio::steady_timer timer_;
  std::array<bool, sizes.size()> sent_{};
  std::array<bool, sizes.size()> answered_{};
  int round_ = 0;
  bool ended_ = false;
};

std::shared_ptr<PacketSizeTest> start_packet_size_test(const boost::asio::any_io_executor& executor,
                                                       const Source& source,
                                                       const IpAddress& destination,
                                                       PacketSizeTestDone done) {
  auto test = std::make_shared<PacketSizeTest>(executor, destination, std::move(done));
  test->begin(source);
  return test;
}

}  // namespace peeringd

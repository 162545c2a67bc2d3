#include "net/error_queue.hpp"

#include <gtest/gtest.h>
#include <linux/errqueue.h>
#include <linux/icmp.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <poll.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "net/kernel_time.hpp"
#include "net/message_batch.hpp"
#include "net/socket.hpp"
#include "support/loopback.hpp"

namespace peeringd {
namespace {

using test::address;

class ErrorQueue : public testing::Test {
 protected:
  // The entries in order; waits for the first.
  std::vector<QueuedError> read_errors() {
    std::vector<QueuedError> errors;
    if (!test::wait_for(socket_.get(), POLLERR)) return errors;
    const std::size_t count = batch_.receive(socket_.get(), MSG_ERRQUEUE);
    for (std::size_t i = 0; i < count; ++i) {
      if (const auto error = queued_error_in(batch_.header(i))) errors.push_back(*error);
    }
    return errors;
  }
  bool send() {
    return test::send_to(socket_, address("127.0.0.1"), test::port_of(receiver_), "hello");
  }

  Descriptor receiver_ = test::udp_socket(address("127.0.0.1"));
  Descriptor socket_ = test::udp_socket(address("127.0.0.1"));
  ReceiveBatch batch_;
};

TEST_F(ErrorQueue, ReturnsTheTimestampOfEachDepartureByItsNumber) {
  ASSERT_TRUE(enable_timestamps(socket_.get()));
  const WallTime before = SystemClock{}.wall();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(send());
  const auto errors = read_errors();
  const WallTime after = SystemClock{}.wall();
  ASSERT_EQ(errors.size(), 3U);
  for (std::uint32_t i = 0; i < 3; ++i) {
    EXPECT_EQ(errors[i].kind, QueuedError::Kind::departure);
    EXPECT_EQ(errors[i].number, i);
    ASSERT_TRUE(errors[i].timestamp.has_value());
    EXPECT_GE(*errors[i].timestamp, before);
    EXPECT_LE(*errors[i].timestamp, after);
  }
}

TEST_F(ErrorQueue, NumbersDeparturesFromZeroAfterARestart) {
  ASSERT_TRUE(enable_timestamps(socket_.get()));
  ASSERT_TRUE(send());
  ASSERT_TRUE(send());
  ASSERT_EQ(read_errors().size(), 2U);
  ASSERT_TRUE(restart_timestamp_numbers(socket_.get()));
  ASSERT_TRUE(send());
  const auto errors = read_errors();
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].number, 0U);
}

TEST_F(ErrorQueue, ReturnsIcmpErrorsAndTheQuotedPacket) {
  ASSERT_TRUE(set_option(socket_.get(), IPPROTO_IP, IP_RECVERR, 1));
  const std::uint16_t closed = test::port_of(receiver_);
  receiver_.close();
  ASSERT_TRUE(test::send_to(socket_, address("127.0.0.1"), closed, "anybody there?"));
  const auto errors = read_errors();
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].kind, QueuedError::Kind::icmp_error);
  EXPECT_EQ(batch_.address(0), address("127.0.0.1"));
  const auto quoted = batch_.data(0);
  EXPECT_EQ(std::string(quoted.begin(), quoted.end()), "anybody there?");
}

TEST_F(ErrorQueue, ReturnsNoTimestampsOfArrivals) {
  ASSERT_TRUE(enable_timestamps(receiver_.get()));
  const WallTime before = SystemClock{}.wall();
  std::optional<WallTime> arrival;
  // The kernel begins to timestamp arrivals shortly after the first socket has enabled it.
  for (int attempt = 0; attempt < 1'000'000 && !arrival; ++attempt) {
    ASSERT_TRUE(send());
    ASSERT_TRUE(test::wait_for(receiver_.get(), POLLIN));
    ASSERT_EQ(batch_.receive(receiver_.get(), 0), 1U);
    EXPECT_FALSE(queued_error_in(batch_.header(0)).has_value());
    arrival = timestamp_of(batch_.header(0));
  }
  ASSERT_TRUE(arrival.has_value());
  EXPECT_GE(*arrival, before);
  EXPECT_LE(*arrival, SystemClock{}.wall());
}

TEST_F(ErrorQueue, ReturnsNoTimestampsUnlessEnabled) {
  ASSERT_TRUE(send());
  ASSERT_TRUE(test::wait_for(receiver_.get(), POLLIN));
  ASSERT_EQ(batch_.receive(receiver_.get(), 0), 1U);
  EXPECT_EQ(timestamp_of(batch_.header(0)), std::nullopt);
  EXPECT_EQ(batch_.receive(socket_.get(), MSG_ERRQUEUE), 0U);
}

// A message with the control messages that a test puts into it.
class HandmadeMessage {
 public:
  HandmadeMessage() {
    header_.msg_control = control_.data();
    header_.msg_controllen = 0;
  }

  template <typename Data>
  HandmadeMessage& add(int level, int type, const Data& data) {
    auto* header = reinterpret_cast<cmsghdr*>(control_.data() + header_.msg_controllen);
    header->cmsg_level = level;
    header->cmsg_type = type;
    header->cmsg_len = CMSG_LEN(sizeof data);
    std::memcpy(CMSG_DATA(header), &data, sizeof data);
    header_.msg_controllen += CMSG_SPACE(sizeof data);
    return *this;
  }

  HandmadeMessage& add_error(int level, int type, std::uint8_t origin, std::uint32_t data = 0) {
    sock_extended_err error{};
    error.ee_origin = origin;
    error.ee_data = data;
    return add(level, type, error);
  }

  HandmadeMessage& add_icmp(int level, int type, std::uint8_t origin, int icmp_type, int code) {
    sock_extended_err error{};
    error.ee_origin = origin;
    error.ee_errno = EREMOTEIO;
    error.ee_type = static_cast<std::uint8_t>(icmp_type);
    error.ee_code = static_cast<std::uint8_t>(code);
    return add(level, type, error);
  }

  const msghdr& header() const { return header_; }

 private:
  alignas(cmsghdr) std::array<std::uint8_t, 512> control_{};
  msghdr header_{};
};

TEST(QueuedErrorIn, DistinguishesTheKernelsOwnErrorsFromThoseOfTheNetwork) {
  HandmadeMessage too_big;
  too_big.add_error(IPPROTO_IP, IP_RECVERR, SO_EE_ORIGIN_LOCAL);
  ASSERT_TRUE(queued_error_in(too_big.header()).has_value());
  EXPECT_EQ(queued_error_in(too_big.header())->kind, QueuedError::Kind::local);
}

QueuedError of_icmp(Family family, int type, int code) {
  const bool v4 = family == Family::ipv4;
  HandmadeMessage message;
  message.add_icmp(v4 ? IPPROTO_IP : IPPROTO_IPV6, v4 ? IP_RECVERR : IPV6_RECVERR,
                   v4 ? SO_EE_ORIGIN_ICMP : SO_EE_ORIGIN_ICMP6, type, code);
  return queued_error_in(message.header()).value_or(QueuedError{});
}

TEST(QueuedErrorIn, ReportsAnErrorOnlyIfThePacketDidNotArrive) {
  struct Row {
    const char* what;
    Family family;
    int type;
    int code;
    bool undelivered;
  };
  for (const Row& row : {
           Row{"net unreachable", Family::ipv4, ICMP_DEST_UNREACH, ICMP_NET_UNREACH, true},
           Row{"port unreachable", Family::ipv4, ICMP_DEST_UNREACH, ICMP_PORT_UNREACH, true},
           Row{"prohibited", Family::ipv4, ICMP_DEST_UNREACH, ICMP_PKT_FILTERED, true},
           Row{"time exceeded", Family::ipv4, ICMP_TIME_EXCEEDED, 0, true},
           Row{"parameter problem", Family::ipv4, ICMP_PARAMETERPROB, 0, true},
           Row{"too big", Family::ipv4, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, false},
           Row{"redirect of a host", Family::ipv4, ICMP_REDIRECT, ICMP_REDIR_HOST, false},
           Row{"redirect of a network", Family::ipv4, ICMP_REDIRECT, ICMP_REDIR_NET, false},
           Row{"source quench", Family::ipv4, ICMP_SOURCE_QUENCH, 0, false},
           Row{"what is not known", Family::ipv4, 40, 0, false},
           Row{"unreachable", Family::ipv6, ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_NOPORT, true},
           Row{"time exceeded", Family::ipv6, ICMP6_TIME_EXCEEDED, 0, true},
           Row{"parameter problem", Family::ipv6, ICMP6_PARAM_PROB, 1, true},
           Row{"too big", Family::ipv6, ICMP6_PACKET_TOO_BIG, 0, false},
           Row{"redirect", Family::ipv6, ND_REDIRECT, 0, false},
       }) {
    const QueuedError error = of_icmp(row.family, row.type, row.code);
    EXPECT_EQ(error.kind,
              row.undelivered ? QueuedError::Kind::icmp_error : QueuedError::Kind::advice)
        << row.what;
    EXPECT_EQ(error.icmp_type, row.type);
    EXPECT_EQ(error.icmp_code, row.code);
  }
}

TEST(QueuedErrorIn, ReadsIpv6AsWell) {
  HandmadeMessage unreachable;
  unreachable.add_icmp(IPPROTO_IPV6, IPV6_RECVERR, SO_EE_ORIGIN_ICMP6, ICMP6_DST_UNREACH, 0);
  ASSERT_TRUE(queued_error_in(unreachable.header()).has_value());
  EXPECT_EQ(queued_error_in(unreachable.header())->kind, QueuedError::Kind::icmp_error);

  const scm_timestamping stamps{{{1'700'000'000, 5}, {}, {}}};
  HandmadeMessage departure;
  departure.add(SOL_SOCKET, SCM_TIMESTAMPING, stamps)
      .add_error(IPPROTO_IPV6, IPV6_RECVERR, SO_EE_ORIGIN_TIMESTAMPING, 4711);
  const auto error = queued_error_in(departure.header());
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->kind, QueuedError::Kind::departure);
  EXPECT_EQ(error->number, 4711U);
  EXPECT_EQ(error->timestamp,
            WallTime{std::chrono::seconds{1'700'000'000} + std::chrono::nanoseconds{5}});
}

TEST(QueuedErrorIn, ReportsNoTimestampIfTheKernelLeftItZero) {
  HandmadeMessage departure;
  departure.add(SOL_SOCKET, SCM_TIMESTAMPING, scm_timestamping{})
      .add_error(IPPROTO_IP, IP_RECVERR, SO_EE_ORIGIN_TIMESTAMPING);
  const auto error = queued_error_in(departure.header());
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->timestamp, std::nullopt);
}

TEST(QueuedErrorIn, ReportsNoErrorIfThereIsNone) {
  EXPECT_FALSE(queued_error_in(HandmadeMessage{}.header()).has_value());
  HandmadeMessage other;
  other.add(IPPROTO_IP, IP_TTL, 64).add(SOL_SOCKET, SCM_TIMESTAMPING, scm_timestamping{});
  EXPECT_FALSE(queued_error_in(other.header()).has_value());
}

}  // namespace
}  // namespace peeringd

#include "probe/echo_message.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

constexpr ProbeTag tag{0x12345678, 0x9abcdef0, 0x0123456789abcdef};

constexpr std::size_t signed_from = 8;  // after the ICMP header

// The reply to a request that was not altered on its way.
EchoMessage reply_to(const EchoMessage& request, Family family = Family::ipv4) {
  EchoMessage reply = request;
  reply[0] = echo_reply_type(family);
  return reply;
}

TEST(EchoCodec, FindsTheTagOfARequestInItsReply) {
  const EchoCodec codec;
  for (const Family family : {Family::ipv4, Family::ipv6}) {
    const EchoMessage request = codec.encode_request(family, 4711, tag);
    EXPECT_EQ(codec.decode(echo_reply_type(family), reply_to(request, family)), tag);
  }
}

TEST(EchoCodec, FindsTheTagInARequestThatAnErrorQuotes) {
  const EchoCodec codec;
  const EchoMessage request = codec.encode_request(Family::ipv4, 4711, tag);
  EXPECT_EQ(codec.decode(echo_request_type(Family::ipv4), request), tag);
}

TEST(EchoCodec, KeepsTheLargestNumbers) {
  const EchoCodec codec;
  const ProbeTag largest{UINT32_MAX, UINT32_MAX, UINT64_MAX};
  const EchoMessage reply = reply_to(codec.encode_request(Family::ipv4, UINT16_MAX, largest));
  EXPECT_EQ(codec.decode(echo_reply_type(Family::ipv4), reply), largest);
}

// RFC 792 and RFC 4443, section 4: type, code, checksum, identifier, sequence number.
TEST(EchoCodec, WritesTheHeaderOfTheRfcs) {
  const EchoCodec codec;
  const EchoMessage v4 = codec.encode_request(Family::ipv4, 0xa1b2, tag);
  EXPECT_EQ((std::array{v4[0], v4[1], v4[2], v4[3]}), (std::array<std::uint8_t, 4>{8, 0, 0, 0}));
  EXPECT_EQ((std::array{v4[4], v4[5], v4[6], v4[7]}),
            (std::array<std::uint8_t, 4>{0xa1, 0xb2, 0x56, 0x78}));
  EXPECT_EQ(codec.encode_request(Family::ipv6, 0, tag)[0], 128);
  EXPECT_EQ(echo_reply_type(Family::ipv4), 0);
  EXPECT_EQ(echo_reply_type(Family::ipv6), 129);
}

TEST(EchoCodec, RefusesAReplyWithAnyBitOfItsDataChanged) {
  const EchoCodec codec;
  const EchoMessage reply = reply_to(codec.encode_request(Family::ipv4, 4711, tag));
  for (std::size_t at = signed_from; at < reply.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      EchoMessage tampered = reply;
      tampered[at] = static_cast<std::uint8_t>(tampered[at] ^ (1 << bit));
      EXPECT_FALSE(codec.decode(0, tampered).has_value()) << "byte " << at << ", bit " << bit;
    }
  }
}

TEST(EchoCodec, RefusesAnotherTypeOrCode) {
  const EchoCodec codec;
  const EchoMessage request = codec.encode_request(Family::ipv4, 4711, tag);
  EXPECT_FALSE(codec.decode(echo_reply_type(Family::ipv4), request).has_value());
  EchoMessage other = reply_to(request);
  EXPECT_FALSE(codec.decode(echo_reply_type(Family::ipv6), other).has_value());
  other[1] = 1;
  EXPECT_FALSE(codec.decode(echo_reply_type(Family::ipv4), other).has_value());
}

TEST(EchoCodec, IgnoresFieldsThatTheKernelMayChange) {
  const EchoCodec codec;
  EchoMessage reply = reply_to(codec.encode_request(Family::ipv4, 4711, tag));
  for (std::size_t at = 2; at < signed_from; ++at) reply[at] = 0xff;
  EXPECT_EQ(codec.decode(0, reply), tag);
}

TEST(EchoCodec, RejectsEveryTruncation) {
  const EchoCodec codec;
  const EchoMessage reply = reply_to(codec.encode_request(Family::ipv4, 4711, tag));
  for (std::size_t length = 0; length < reply.size(); ++length) {
    // A copy of that length, so that AddressSanitizer sees a read beyond it.
    const std::vector<std::uint8_t> cut(reply.begin(), reply.begin() + static_cast<long>(length));
    EXPECT_FALSE(codec.decode(0, cut).has_value()) << length;
  }
}

TEST(EchoCodec, RefusesTheMessagesOfAnotherProcess) {
  const EchoCodec ours;
  const EchoCodec theirs;
  const EchoMessage reply = reply_to(theirs.encode_request(Family::ipv4, 4711, tag));
  ASSERT_TRUE(theirs.decode(0, reply).has_value());
  EXPECT_FALSE(ours.decode(0, reply).has_value());
}

TEST(SetChecksum, MatchesTheExampleOfRfc1071) {
  // Section 3: the words 0001 f203 f4f5 f6f7 sum up to ddf2.
  EchoMessage message{0, 0, 0, 0, 0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7};
  set_checksum(message);
  EXPECT_EQ(message[2] << 8 | message[3], 0xffff - 0xddf2);
}

TEST(SetChecksum, IgnoresThePreviousChecksum) {
  const EchoCodec codec;
  EchoMessage once = codec.encode_request(Family::ipv4, 4711, tag);
  set_checksum(once);
  EchoMessage twice = once;
  set_checksum(twice);
  EXPECT_EQ(once, twice);
}

TEST(SetChecksum, MakesAllWordsSumToAllOnes) {
  const EchoCodec codec;
  EchoMessage message = codec.encode_request(Family::ipv4, UINT16_MAX, tag);
  set_checksum(message);
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < message.size(); i += 2) {
    sum += static_cast<std::uint32_t>(message[i] << 8 | message[i + 1]);
  }
  EXPECT_EQ((sum & 0xffff) + (sum >> 16), 0xffffU);
}

}  // namespace
}  // namespace peeringd

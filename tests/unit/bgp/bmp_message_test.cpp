#include "bgp/bmp_message.hpp"

#include <gtest/gtest.h>

#include "message_builder.hpp"

namespace peeringd {
namespace {

TEST(BmpFrame, IsIncompleteUntilItsLastByte) {
  const Bytes message = bmp_message(4, from_hex("0002 0002 6162"));
  for (std::size_t size = 0; size < message.size(); ++size) {
    const auto frame = next_bmp_frame(std::span(message).first(size));
    ASSERT_TRUE(frame) << size;
    EXPECT_FALSE(*frame) << size;
  }
  const auto frame = next_bmp_frame(message);
  ASSERT_TRUE(frame && *frame);
  EXPECT_EQ((*frame)->type, BmpType::initiation);
  EXPECT_EQ((*frame)->size, message.size());
  EXPECT_EQ(read_system_name(ByteReader((*frame)->body)), "ab");
}

TEST(BmpFrame, RejectsAnImpossibleLengthImmediately) {
  EXPECT_EQ(next_bmp_frame(from_hex("03 ffffffff 00")).error().message,
            "BMP message of 4294967295 bytes");
  EXPECT_EQ(next_bmp_frame(from_hex("03 00000005 00")).error().message, "BMP message of 5 bytes");
  EXPECT_EQ(next_bmp_frame(from_hex("16")).error().message, "BMP version 22 instead of 3");
  EXPECT_TRUE(next_bmp_frame(from_hex("03 00040000 00")));
}

TEST(BmpPeer, ReadsAnIpv6AddressByItsFlag) {
  Bytes bytes = peer_header(0, 0x90);
  ByteReader reader(bytes);
  const auto peer = read_bmp_peer(reader);
  ASSERT_TRUE(peer);
  EXPECT_EQ(peer->address.to_string(), "::10.0.0.11");
  EXPECT_TRUE(peer->out);
  EXPECT_FALSE(peer->post_policy || peer->two_byte_as);
  EXPECT_EQ(peer->as, 64501U);
}

TEST(BmpPeer, ReadsTheLocRibPeerWithoutAnAddress) {
  Bytes bytes = peer_header(3, 0xf0);
  ByteReader reader(bytes);
  const auto peer = read_bmp_peer(reader);
  ASSERT_TRUE(peer);
  EXPECT_TRUE(peer->loc_rib);
  EXPECT_TRUE(peer->address.is_unspecified());
  EXPECT_FALSE(peer->out || peer->post_policy || peer->two_byte_as);
}

TEST(BmpPeer, RejectsShortHeadersAndUnknownTypes) {
  const Bytes bytes = peer_header();
  ByteReader too_short(std::span<const std::uint8_t>(bytes).first(41));
  EXPECT_FALSE(read_bmp_peer(too_short));
  const Bytes unknown = peer_header(4);
  ByteReader reader(unknown);
  EXPECT_FALSE(read_bmp_peer(reader));
}

TEST(PeerDownReason, IsTheFirstByteAfterTheHeader) {
  EXPECT_EQ(read_peer_down_reason(ByteReader(from_hex("03 0000"))), 3);
  EXPECT_EQ(read_peer_down_reason(ByteReader(Bytes{})), std::nullopt);
}

TEST(SystemName, ReadsTheNameAmongUnknownTlvsAndTruncatesIt) {
  const Bytes name(300, 'a');
  const Bytes body = joined({from_hex("ffff 0001 00  0001 0000"), u16(2), u16(300), name});
  EXPECT_EQ(read_system_name(ByteReader(body)), std::string(255, 'a'));
  EXPECT_EQ(read_system_name(ByteReader(from_hex("0002 0009 61"))), "");
}

}  // namespace
}  // namespace peeringd

#include "probe/echo_message.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace peeringd {
namespace {

constexpr std::size_t message_size = 40;

// A header with this header length in words and total length in bytes.
std::vector<std::uint8_t> datagram(unsigned words, std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  bytes.at(0) = static_cast<std::uint8_t>(0x40 | words);
  return bytes;
}

TEST(Ipv4Payload, FollowsAHeaderWithOrWithoutOptions) {
  for (const unsigned words : {5U, 6U, 15U}) {
    const auto bytes = datagram(words, words * 4 + message_size);
    const auto message = ipv4_payload(bytes);
    EXPECT_EQ(message.data(), bytes.data() + words * 4);
    EXPECT_EQ(message.size(), message_size);
  }
}

TEST(Ipv4Payload, IsEmptyAfterAHeaderAlone) {
  EXPECT_TRUE(ipv4_payload(datagram(5, 20)).empty());
}

TEST(Ipv4Payload, IsEmptyIfTheHeaderIsTruncated) {
  EXPECT_TRUE(ipv4_payload(datagram(5, 19)).empty());
  EXPECT_TRUE(ipv4_payload(datagram(15, 59)).empty());
  EXPECT_TRUE(ipv4_payload(datagram(5, 1)).empty());
  EXPECT_TRUE(ipv4_payload({}).empty());
}

TEST(Ipv4Payload, IsEmptyIfTheHeaderLengthIsImpossible) {
  for (const unsigned words : {0U, 1U, 4U}) {
    EXPECT_TRUE(ipv4_payload(datagram(words, 60)).empty()) << words;
  }
}

TEST(Ipv4Payload, IsTheWholeMessageWithoutAHeader) {
  for (const int type : {0, 8, 128, 129}) {  // replies and requests
    const std::array<std::uint8_t, message_size> message{static_cast<std::uint8_t>(type)};
    const auto same = ipv4_payload(message);
    EXPECT_EQ(same.data(), message.data());
    EXPECT_EQ(same.size(), message.size());
  }
}

}  // namespace
}  // namespace peeringd

#include <gtest/gtest.h>

#include <memory>
#include <random>

#include "stun/attributes.hpp"
#include "unit/stun/message_builder.hpp"
#include "unit/stun/rfc_vectors.hpp"

namespace peeringd::test {
namespace {

// Parses an allocation of exact size, so that the sanitizer detects reads past the end.
void read_everything(std::span<const std::uint8_t> bytes) {
  const auto exact = std::make_unique<std::uint8_t[]>(bytes.size());
  std::copy(bytes.begin(), bytes.end(), exact.get());
  const auto message = read_stun_message({exact.get(), bytes.size()});
  if (!message) return;
  reflexive_address(*message);
  if (const auto attributes = read_stun_attributes(*message)) {
    const auto begin = reinterpret_cast<const char*>(exact.get());
    for (const std::string_view text : {attributes->software, attributes->error_reason}) {
      if (text.empty()) continue;
      EXPECT_GE(text.data(), begin);
      EXPECT_LE(text.data() + text.size(), begin + bytes.size());
    }
  }
}

const Bytes full_response =
    MessageBuilder(binding_error)
        .add_error(401, "Unauthorized")
        .add_text(stun_attribute::software, "a relay")
        .add_address(stun_attribute::alternate_server, stun_address("2001:db8:e::9", 3478))
        .add_xor_address(stun_address("203.0.113.7", 49152))
        .bytes();

TEST(HostileStunMessage, RejectsEveryTruncation) {
  for (std::size_t size = 0; size < sample_ipv6_response.size(); ++size) {
    read_everything(std::span(sample_ipv6_response).first(size));
    EXPECT_FALSE(read_stun_message(std::span(sample_ipv6_response).first(size))) << size;
  }
}

TEST(HostileStunMessage, RejectsATruncatedAttribute) {
  for (std::size_t size = stun_header_size; size < full_response.size(); size += 4) {
    Bytes cut(full_response.begin(), full_response.begin() + static_cast<std::ptrdiff_t>(size));
    cut[2] = 0;
    cut[3] = static_cast<std::uint8_t>(size - stun_header_size);
    read_everything(cut);
    const auto message = read_stun_message(cut);
    ASSERT_TRUE(message) << size;
    std::span<const std::uint8_t> rest = message->attributes();
    while (take_attribute(rest)) continue;
    EXPECT_EQ(read_stun_attributes(*message).has_value(), rest.empty()) << size;
  }
}

TEST(HostileStunMessage, DetectsEveryFlippedBitOfAFingerprintedReply) {
  for (std::size_t at = 0; at < sample_ipv4_response.size(); ++at) {
    for (int flip = 1; flip < 256; ++flip) {
      auto bytes = sample_ipv4_response;
      bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ flip);
      read_everything(bytes);
      const auto message = read_stun_message(bytes);
      if (!message) continue;
      const auto attributes = read_stun_attributes(*message);
      // An accepted message has lost its FINGERPRINT: the type was changed, or it became the
      // content of another attribute.
      EXPECT_TRUE(!attributes || !attributes->fingerprint) << at << " ^ " << flip;
    }
  }
}

TEST(HostileStunMessage, RejectsALengthBeyondTheEnd) {
  for (const int length : {9, 12, 13, 255, 256, 0x7fff, 0xfffc, 0xfffd, 0xffff}) {
    Bytes bytes = MessageBuilder(binding_success).add(0x8022, Bytes(8, 'x')).bytes();
    bytes[stun_header_size + 2] = static_cast<std::uint8_t>(length >> 8);
    bytes[stun_header_size + 3] = static_cast<std::uint8_t>(length);
    read_everything(bytes);
    EXPECT_FALSE(read_stun_attributes(*read_stun_message(bytes))) << length;
  }
}

TEST(HostileStunMessage, ReadsAMessageOfEmptyAttributes) {
  MessageBuilder builder(binding_success);
  while (builder.bytes().size() < 65000) builder.add(0x0020, {});
  read_everything(builder.bytes());
  const auto attributes = read_stun_attributes(*read_stun_message(builder.bytes()));
  ASSERT_TRUE(attributes);
  EXPECT_FALSE(attributes->mapped_address);
}

TEST(HostileStunMessage, ReadsRandomAttributesWithinBounds) {
  std::mt19937 random(5769);
  for (int round = 0; round < 20000; ++round) {
    Bytes bytes = MessageBuilder(binding_success).bytes();
    const std::size_t size = random() % 32 * 4;
    for (std::size_t i = 0; i < size; ++i) {
      bytes.push_back(static_cast<std::uint8_t>(random() % 4 == 0 ? random() : random() % 0x21));
    }
    bytes[3] = static_cast<std::uint8_t>(size);
    read_everything(bytes);
  }
}

}  // namespace
}  // namespace peeringd::test

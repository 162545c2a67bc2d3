#include "stun/attributes.hpp"

#include <gtest/gtest.h>

#include "unit/stun/message_builder.hpp"

namespace peeringd::test {
namespace {

using namespace stun_attribute;

// Good as long as `builder`.
StunMessage message_of(const MessageBuilder& builder) {
  return *read_stun_message(builder.bytes());
}

const StunAddress seen = stun_address("203.0.113.7", 49152);
const StunAddress rewritten = stun_address("192.168.0.7", 49152);

TEST(StunAttributes, ReadsAMappedAddressOfBothFamilies) {
  for (const char* address : {"203.0.113.7", "2001:db8:a::10", "0.0.0.0", "ffff:ffff::ffff"}) {
    const StunAddress expected = stun_address(address, 3478);
    const MessageBuilder plain =
        MessageBuilder(binding_success).add_address(mapped_address, expected);
    EXPECT_EQ(reflexive_address(message_of(plain)), expected) << address;
    const MessageBuilder masked = MessageBuilder(binding_success).add_xor_address(expected);
    EXPECT_EQ(reflexive_address(message_of(masked)), expected) << address;
  }
}

TEST(StunAttributes, UnwrapsAnIpv4MappedAddress) {
  const StunAddress mapped = stun_address("::ffff:203.0.113.7", 49152);
  const auto plain = MessageBuilder(binding_success).add_address(mapped_address, mapped);
  EXPECT_EQ(reflexive_address(message_of(plain)), seen);
  const auto masked = MessageBuilder(binding_success).add_xor_address(mapped);
  EXPECT_EQ(reflexive_address(message_of(masked)), seen);
}

TEST(StunAttributes, PrefersTheXorMappedAddressInAnyOrder) {
  const auto first =
      MessageBuilder(binding_success).add_xor_address(seen).add_address(mapped_address, rewritten);
  EXPECT_EQ(reflexive_address(message_of(first)), seen);
  const auto last =
      MessageBuilder(binding_success).add_address(mapped_address, rewritten).add_xor_address(seen);
  EXPECT_EQ(reflexive_address(message_of(last)), seen);
}

TEST(StunAttributes, ReadsTheResponseOfAnRfc3489Server) {
  const auto response =
      MessageBuilder(binding_success)
          .add_address(mapped_address, seen)
          .add_address(0x0004, stun_address("192.0.2.3", 3478))   // SOURCE-ADDRESS
          .add_address(0x0005, stun_address("192.0.2.4", 3479));  // CHANGED-ADDRESS
  EXPECT_EQ(reflexive_address(message_of(response)), seen);
}

TEST(StunAttributes, UsesTheFirstAttributeOfAType) {
  const auto response = MessageBuilder(binding_success)
                            .add_xor_address(seen)
                            .add_xor_address(rewritten)
                            .add_text(software, "one")
                            .add_text(software, "two");
  const auto attributes = read_stun_attributes(message_of(response));
  ASSERT_TRUE(attributes);
  EXPECT_EQ(attributes->mapped_address, seen);
  EXPECT_EQ(attributes->software, "one");
}

TEST(StunAttributes, IgnoresAnAddressOfAnUnknownFamilyOrWrongLength) {
  const Bytes wrong[] = {{},
                         {0, 1, 0},
                         {0, 1, 0, 1},
                         {0, 1, 0, 1, 1, 2, 3},
                         {0, 1, 0, 1, 1, 2, 3, 4, 5},
                         {0, 2, 0, 1, 1, 2, 3, 4},
                         {0, 0, 0, 1, 1, 2, 3, 4},
                         {0, 3, 0, 1, 1, 2, 3, 4}};
  for (const Bytes& value : wrong) {
    const auto response = MessageBuilder(binding_success)
                              .add(xor_mapped_address, value)
                              .add(mapped_address, value)
                              .add(alternate_server, value);
    const auto attributes = read_stun_attributes(message_of(response));
    ASSERT_TRUE(attributes);
    EXPECT_FALSE(attributes->mapped_address);
    EXPECT_FALSE(attributes->alternate_server);
  }
}

TEST(StunAttributes, ReadsTheCodeAndReasonOfAnError) {
  const auto response =
      MessageBuilder(binding_error).add_error(401, "Unauthorized").add_text(software, "relay");
  const auto attributes = read_stun_attributes(message_of(response));
  ASSERT_TRUE(attributes);
  EXPECT_EQ(attributes->error_code, 401);
  EXPECT_EQ(attributes->error_reason, "Unauthorized");
  EXPECT_EQ(attributes->software, "relay");
}

TEST(StunAttributes, ReadsTheAlternateServerOfTryAlternate) {
  for (const char* address : {"192.0.2.9", "2001:db8:e::9"}) {
    const auto response = MessageBuilder(binding_error)
                              .add_error(300, "Try Alternate")
                              .add_address(alternate_server, stun_address(address, 3479));
    const auto attributes = read_stun_attributes(message_of(response));
    ASSERT_TRUE(attributes);
    EXPECT_EQ(attributes->error_code, 300);
    EXPECT_EQ(attributes->alternate_server, stun_address(address, 3479));
  }
}

TEST(StunAttributes, IgnoresAnErrorCodeOutsideItsRange) {
  for (const Bytes& value :
       {Bytes{0, 0, 4}, Bytes{0, 0, 2, 0}, Bytes{0, 0, 7, 0}, Bytes{0, 0, 4, 100}}) {
    const auto response = MessageBuilder(binding_error).add(error_code, value);
    const auto attributes = read_stun_attributes(message_of(response));
    ASSERT_TRUE(attributes);
    EXPECT_FALSE(attributes->error_code);
  }
}

TEST(StunAttributes, IgnoresTheAddressOfAnErrorResponse) {
  const auto response =
      MessageBuilder(binding_error).add_error(401, "Unauthorized").add_xor_address(seen);
  EXPECT_FALSE(reflexive_address(message_of(response)));
}

TEST(StunAttributes, IgnoresTheAddressBesideAnUnknownMandatoryAttribute) {
  const auto required = MessageBuilder(binding_success).add_xor_address(seen).add(0x7fff, {1});
  EXPECT_EQ(read_stun_attributes(message_of(required))->unknown_required, 0x7fff);
  EXPECT_FALSE(reflexive_address(message_of(required)));
  const auto optional = MessageBuilder(binding_success).add_xor_address(seen).add(0x8fff, {1});
  EXPECT_FALSE(read_stun_attributes(message_of(optional))->unknown_required);
  EXPECT_EQ(reflexive_address(message_of(optional)), seen);
}

TEST(StunAttributes, IgnoresAttributesAfterMessageIntegrity) {
  for (const std::uint16_t integrity : {message_integrity, message_integrity_sha256}) {
    const auto response = MessageBuilder(binding_success)
                              .add_text(software, "before")
                              .add(integrity, Bytes(20, 0))
                              .add_xor_address(rewritten)
                              .add(0x7fff, {1})
                              .add_fingerprint();
    const auto attributes = read_stun_attributes(message_of(response));
    ASSERT_TRUE(attributes);
    EXPECT_EQ(attributes->software, "before");
    EXPECT_FALSE(attributes->mapped_address);
    EXPECT_FALSE(attributes->unknown_required);
    EXPECT_TRUE(attributes->fingerprint);
  }
}

TEST(StunAttributes, RejectsAttributesAfterTheFingerprint) {
  const auto last = MessageBuilder(binding_success).add_xor_address(seen).add_fingerprint();
  EXPECT_EQ(reflexive_address(message_of(last)), seen);
  const auto not_last = MessageBuilder(binding_success).add_fingerprint().add_xor_address(seen);
  EXPECT_FALSE(read_stun_attributes(message_of(not_last)));
  const auto twice = MessageBuilder(binding_success).add_fingerprint().add_fingerprint();
  EXPECT_FALSE(read_stun_attributes(message_of(twice)));
  const auto too_long = MessageBuilder(binding_success).add(fingerprint, Bytes(8, 0));
  EXPECT_FALSE(read_stun_attributes(message_of(too_long)));
}

}  // namespace
}  // namespace peeringd::test

#include "unit/stun/rfc_vectors.hpp"

#include <gtest/gtest.h>

#include "stun/attributes.hpp"
#include "unit/stun/message_builder.hpp"
#include "unit/stun/message_integrity.hpp"

namespace peeringd::test {
namespace {

constexpr std::string_view short_term_password = "VOkJxbRl1RmTxUk/WvJxBt";
constexpr std::string_view user = "\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9";
constexpr std::string_view realm = "example.org";
constexpr std::string_view long_term_password = "TheMatrIX";  // after SASLprep
constexpr TransactionId short_term_id{0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34,
                                      0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae};

TEST(Rfc5769, ReadsTheSampleRequestOfSection2_1) {
  const auto message = read_stun_message(sample_request);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->message_class, StunClass::request);
  EXPECT_EQ(message->method, binding_method);
  EXPECT_EQ(message->transaction_id, short_term_id);
  const auto attributes = read_stun_attributes(*message);
  ASSERT_TRUE(attributes);
  EXPECT_EQ(attributes->software, "STUN test client");
  EXPECT_TRUE(attributes->fingerprint);
  EXPECT_EQ(attributes->unknown_required, 0x0024);  // PRIORITY is for ICE
  EXPECT_TRUE(
      has_right_integrity(*message, stun_attribute::message_integrity, short_term_password));
  EXPECT_FALSE(has_right_integrity(*message, stun_attribute::message_integrity, "another"));
}

TEST(Rfc5769, ReadsTheSampleIpv4ResponseOfSection2_2) {
  const auto message = read_stun_message(sample_ipv4_response);
  ASSERT_TRUE(message);
  EXPECT_TRUE(is_binding_response(*message));
  EXPECT_EQ(message->transaction_id, short_term_id);
  const auto attributes = read_stun_attributes(*message);
  ASSERT_TRUE(attributes);
  EXPECT_EQ(attributes->software, "test vector");
  EXPECT_TRUE(attributes->fingerprint);
  EXPECT_EQ(reflexive_address(*message), stun_address("192.0.2.1", 32853));
  EXPECT_TRUE(
      has_right_integrity(*message, stun_attribute::message_integrity, short_term_password));
}

TEST(Rfc5769, ReadsTheSampleIpv6ResponseOfSection2_3) {
  const auto message = read_stun_message(sample_ipv6_response);
  ASSERT_TRUE(message);
  EXPECT_TRUE(is_binding_response(*message));
  const auto attributes = read_stun_attributes(*message);
  ASSERT_TRUE(attributes);
  EXPECT_EQ(attributes->software, "test vector");
  EXPECT_TRUE(attributes->fingerprint);
  EXPECT_EQ(reflexive_address(*message),
            stun_address("2001:db8:1234:5678:11:2233:4455:6677", 32853));
  EXPECT_TRUE(
      has_right_integrity(*message, stun_attribute::message_integrity, short_term_password));
}

TEST(Rfc5769, ReadsTheSampleRequestWithLongTermAuthenticationOfSection2_4) {
  const auto message = read_stun_message(sample_long_term_request);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->message_class, StunClass::request);
  const auto attributes = read_stun_attributes(*message);
  ASSERT_TRUE(attributes);
  EXPECT_FALSE(attributes->fingerprint);
  EXPECT_FALSE(attributes->unknown_required);
  const std::string key = long_term_key(Digest::md5, user, realm, long_term_password);
  EXPECT_TRUE(has_right_integrity(*message, stun_attribute::message_integrity, key));
}

TEST(Rfc8489, ReadsTheSampleRequestWithSha256OfAppendixB_1) {
  const auto message = read_stun_message(sample_sha256_request);
  ASSERT_TRUE(message);
  const auto attributes = read_stun_attributes(*message);
  ASSERT_TRUE(attributes);
  EXPECT_FALSE(attributes->unknown_required);
  const std::string key = long_term_key(Digest::sha256, user, realm, long_term_password);
  EXPECT_TRUE(has_right_integrity(*message, stun_attribute::message_integrity_sha256, key));
  EXPECT_FALSE(has_right_integrity(*message, stun_attribute::message_integrity_sha256, "another"));
}

}  // namespace
}  // namespace peeringd::test

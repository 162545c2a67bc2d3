#include "stun/message.hpp"

#include <gtest/gtest.h>

#include "unit/stun/message_builder.hpp"

namespace peeringd::test {
namespace {

TEST(StunMessage, WritesABindingRequestAsTheHeaderAlone) {
  const BindingRequest request = encode_binding_request(an_id);
  const BindingRequest expected{0x00, 0x01, 0x00, 0x00, 0x21, 0x12, 0xa4, 0x42, 1,  2,
                                3,    4,    5,    6,    7,    8,    9,    10,   11, 12};
  EXPECT_EQ(request, expected);
}

TEST(StunMessage, ReadsItsOwnRequest) {
  const BindingRequest request = encode_binding_request(an_id);
  const auto message = read_stun_message(request);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->message_class, StunClass::request);
  EXPECT_EQ(message->method, binding_method);
  EXPECT_EQ(message->transaction_id, an_id);
  EXPECT_TRUE(message->attributes().empty());
  EXPECT_FALSE(is_binding_response(*message));
}

TEST(StunMessage, ReadsClassAndMethodFromInterleavedBits) {
  struct Case {
    std::uint16_t type;
    StunClass message_class;
    std::uint16_t method;
  };
  for (const Case& expected :
       {Case{0x0001, StunClass::request, 0x001}, Case{0x0011, StunClass::indication, 0x001},
        Case{0x0101, StunClass::success_response, 0x001},
        Case{0x0111, StunClass::error_response, 0x001},
        Case{0x0113, StunClass::error_response, 0x003},  // TURN's Allocate
        Case{0x3eef, StunClass::request, 0xfff}, Case{0x3fff, StunClass::error_response, 0xfff},
        Case{0x2000, StunClass::request, 0x800}, Case{0x0020, StunClass::request, 0x010}}) {
    const Bytes bytes = MessageBuilder(expected.type).bytes();
    const auto message = read_stun_message(bytes);
    ASSERT_TRUE(message) << expected.type;
    EXPECT_EQ(message->message_class, expected.message_class) << expected.type;
    EXPECT_EQ(message->method, expected.method) << expected.type;
  }
}

TEST(StunMessage, AcceptsOnlyBindingResponsesAsAnswers) {
  const auto answers = [](std::uint16_t type) {
    const Bytes bytes = MessageBuilder(type).bytes();
    return is_binding_response(*read_stun_message(bytes));
  };
  EXPECT_TRUE(answers(binding_success));
  EXPECT_TRUE(answers(binding_error));
  EXPECT_FALSE(answers(0x0001));  // a request
  EXPECT_FALSE(answers(0x0011));  // an indication
  EXPECT_FALSE(answers(0x0103));  // TURN's Allocate, success
}

TEST(StunMessage, RejectsADatagramThatIsLongerOrShorterThanTheMessage) {
  Bytes bytes = MessageBuilder(binding_success).add_text(0x8022, "server").bytes();
  ASSERT_TRUE(read_stun_message(bytes));
  Bytes longer = bytes;
  longer.insert(longer.end(), 4, 0);
  EXPECT_FALSE(read_stun_message(longer)) << "four bytes follow";
  Bytes odd = bytes;
  odd.push_back(0);
  ++odd[3];
  EXPECT_FALSE(read_stun_message(odd)) << "the length is not a multiple of four";
  bytes[3] = 0;
  EXPECT_FALSE(read_stun_message(bytes)) << "the length says that there are no attributes";
}

}  // namespace
}  // namespace peeringd::test

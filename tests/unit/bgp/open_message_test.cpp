#include "bgp/open_message.hpp"

#include <gmock/gmock.h>

#include "message_builder.hpp"

namespace peeringd {
namespace {

using testing::ElementsAre;

TEST(OpenMessage, ReadsTheFourByteAs) {
  EXPECT_EQ(read_open(open_message(23456, from_hex("41 04 00011170")))->as, 70000U);
  EXPECT_EQ(read_open(open_message(64501, from_hex("02 00")))->as, 64501U);
}

TEST(OpenMessage, ReadsOneCapabilityPerParameter) {
  // Recorded from FRR 8.4.4.
  const Bytes body = from_hex(
      "04fbf400090a0000015d02060104000100010206010400020001020280000202020002024600020641040000fbf4"
      "02"
      "020600020a45080001010100020101020f490d0b736974652d726f757465720002044002c0780210470e00010180"
      "00"
      "000000020180000000");
  const auto open = read_open(bgp_message(1, body));
  ASSERT_TRUE(open);
  EXPECT_EQ(open->as, 64500U);
  EXPECT_TRUE(open->add_path[0].receive && open->add_path[1].receive);
  EXPECT_FALSE(open->add_path[0].send || open->add_path[1].send);
}

TEST(OpenMessage, ReadsParametersOfExtendedLength) {
  const Bytes body =
      joined({from_hex("04 fbf5 005a 0a00000b ff ff 0009"), from_hex("02 0006 41 04 00011170")});
  EXPECT_EQ(read_open(bgp_message(1, body))->as, 70000U);
}

TEST(OpenMessage, RejectsInconsistentLengths) {
  EXPECT_FALSE(read_open(bgp_message(1, {}))) << "FRR's dummy";
  EXPECT_FALSE(read_open(bgp_message(2, from_hex("04 fbf5 005a 0a00000b 00"))));
  EXPECT_FALSE(read_open(bgp_message(1, from_hex("04 fbf5 005a 0a00000b 04 02 02 41 04"))));
  EXPECT_FALSE(read_open(bgp_message(1, from_hex("04 fbf5 005a 0a00000b 09 02 07"))));
  Bytes longer = open_message(64501, {});
  longer.push_back(0);
  EXPECT_FALSE(read_open(longer));
}

TEST(OpenMessage, NegotiatesPathIdsByFamilyAndDirection) {
  const auto receiver = *read_open(open_message(64500, from_hex("45 08 00010101 00020103")));
  const auto sender = *read_open(open_message(64501, from_hex("45 08 00010102 00020101")));
  EXPECT_THAT(path_ids_used(sender, receiver), ElementsAre(true, false));
  EXPECT_THAT(path_ids_used(receiver, sender), ElementsAre(false, true));
}

}  // namespace
}  // namespace peeringd

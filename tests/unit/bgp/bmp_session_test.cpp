// What no recorded stream shows: Adj-RIB-Out, VRFs, malformed and contradictory messages.
#include "bgp/bmp_session.hpp"

#include <gmock/gmock.h>

#include "message_builder.hpp"
#include "recorded_stream.hpp"

namespace peeringd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::uint8_t route_monitoring = 0, peer_down = 2, peer_up = 3;
const Bytes our_prefix = from_hex("18 cb0071");
const Bytes plain_up =
    peer_up_body(peer_header(), open_message(64500, {}), open_message(64501, {}));

ReadStream read_messages(std::initializer_list<Bytes> messages,
                         RouteView view = RouteView::pre_policy) {
  return read_stream(joined(messages), view, {"203.0.113.0/24"});
}

Bytes monitoring(const Bytes& header, const Bytes& message) {
  return bmp_message(route_monitoring, joined({header, message}));
}

TEST(BmpSession, SeparatesSentFromReceivedRoutes) {
  const Bytes sent = update({}, attributes_of_path({}), our_prefix);
  EXPECT_THAT(
      read_messages({bmp_message(peer_up, plain_up), monitoring(peer_header(0, 0x10), sent)}).lines,
      ElementsAre("10.0.0.11 pre up", "10.0.0.11 out up",
                  "10.0.0.11 out 203.0.113.0/24 origin 64500"));
}

TEST(BmpSession, UsesPathIdsOfTheDirection) {
  const Bytes capability = from_hex("45 04 00010101");
  const Bytes offer = from_hex("45 04 00010102");
  const Bytes up =
      peer_up_body(peer_header(), open_message(64500, offer), open_message(64501, capability));
  const Bytes with_id = update({}, attributes_of_path({64500}), joined({u32(5), our_prefix}));
  const Bytes without = update({}, attributes_of_path({64501}), our_prefix);
  EXPECT_THAT(read_messages({bmp_message(peer_up, up), monitoring(peer_header(0, 0x10), with_id),
                             monitoring(peer_header(), without)})
                  .lines,
              ElementsAre("10.0.0.11 pre up", "10.0.0.11 out up",
                          "10.0.0.11 out 203.0.113.0/24 id 5 64500 origin 64500",
                          "10.0.0.11 pre 203.0.113.0/24 64501 origin 64501"));
}

TEST(BmpSession, ReadsOnlyTheConfiguredView) {
  const Bytes route = update({}, attributes_of_path({64501}), our_prefix);
  const auto pre = read_messages({monitoring(peer_header(0, 0x40), route)});
  EXPECT_THAT(pre.lines, IsEmpty());
  EXPECT_EQ(pre.counts.ignored, 1U);
  EXPECT_THAT(
      read_messages({monitoring(peer_header(0, 0x40), route)}, RouteView::post_policy).lines,
      ElementsAre("10.0.0.11 post up", "10.0.0.11 out up",
                  "10.0.0.11 post 203.0.113.0/24 64501 origin 64501"));
}

TEST(BmpSession, StartsANewTableAtASecondPeerUp) {
  EXPECT_THAT(
      read_messages({bmp_message(peer_up, plain_up), bmp_message(peer_up, plain_up)}).lines,
      ElementsAre("10.0.0.11 pre up", "10.0.0.11 out up", "10.0.0.11 pre up", "10.0.0.11 out up"));
}

TEST(BmpSession, DistinguishesTheEndOfASessionFromTheEndOfItsReports) {
  for (std::uint8_t reason = 0; reason <= 7; ++reason) {
    const Bytes down = bmp_message(peer_down, joined({peer_header(), {reason}}));
    const bool real = reason >= 1 && reason <= 4;
    const std::string state = real ? "down" : "lost";
    EXPECT_THAT(read_messages({bmp_message(peer_up, plain_up), down}).lines,
                ElementsAre("10.0.0.11 pre up", "10.0.0.11 out up", "10.0.0.11 pre " + state,
                            "10.0.0.11 out " + state));
  }
}

TEST(BmpSession, IgnoresASecondVrfWithTheSamePeer) {
  const Bytes route = update({}, attributes_of_path({64501}), our_prefix);
  const auto stream = read_messages({monitoring(peer_header(1, 0, 1), route),
                                     monitoring(peer_header(1, 0, 2), update(our_prefix, {}, {})),
                                     bmp_message(peer_down, joined({peer_header(1, 0, 2), {1}}))});
  EXPECT_THAT(stream.lines, ElementsAre("10.0.0.11 pre up", "10.0.0.11 out up",
                                        "10.0.0.11 pre 203.0.113.0/24 64501 origin 64501"));
  EXPECT_EQ(stream.counts.ignored, 2U);
}

TEST(BmpSession, ReadsPathsWithoutTheOpenMessagesThatFrrOmits) {
  const Bytes up = peer_up_body(peer_header(), bgp_message(1, {}), bgp_message(1, {}));
  const Bytes route = update({}, attributes_of_path({64501, 64496}), our_prefix);
  EXPECT_THAT(
      read_messages({bmp_message(peer_up, up), monitoring(peer_header(), route)}).lines.back(),
      "10.0.0.11 pre 203.0.113.0/24 64501 64496 origin 64496");
}

TEST(BmpSession, MarksATableAsIncompleteAfterAMalformedMessage) {
  const auto stream = read_messages({monitoring(
      peer_header(), update({}, attributes_of_path({64501}), joined({our_prefix, {40}})))});
  EXPECT_THAT(stream.lines,
              ElementsAre("10.0.0.11 pre up", "10.0.0.11 out up",
                          "10.0.0.11 pre 203.0.113.0/24 unknown", "10.0.0.11 pre incomplete ipv4"));
  EXPECT_EQ(stream.counts.malformed, 1U);
}

TEST(BmpSession, SurvivesMessagesThatAreTooShort) {
  for (std::uint8_t type = 0; type < 9; ++type) {
    for (std::size_t size = 0; size < 50; ++size) {
      const auto stream =
          read_messages({bmp_message(type, Bytes(size, 0)), bmp_message(peer_up, plain_up)});
      EXPECT_EQ(stream.lines.back(), "10.0.0.11 out up");
    }
  }
}

TEST(BmpSession, KeepsTheLocalAsOnIbgpSessions) {
  const Bytes header =
      joined({Bytes(2, 0), Bytes(8, 0), Bytes(12, 0), {10, 0, 0, 11}, u32(64500), Bytes(12, 0)});
  const Bytes up = peer_up_body(header, open_message(64500, {}), open_message(64500, {}));
  const Bytes route = update({}, attributes_of_path({64500, 64496}), our_prefix);
  EXPECT_EQ(read_messages({bmp_message(peer_up, up), monitoring(header, route)}).lines.back(),
            "10.0.0.11 pre 203.0.113.0/24 64500 64496 origin 64496");
}

}  // namespace
}  // namespace peeringd

// An untrusted datagram from a raw socket: with its header for IPv4, without one for IPv6.
#include <algorithm>
#include <span>
#include <vector>

#include "fuzz/expect.hpp"
#include "probe/echo_message.hpp"

namespace {

using namespace peeringd;
using fuzz::expect;

constexpr ProbeTag tag{7, 8075, 4711};
constexpr std::size_t min_header_size = 20;

// Whatever its header claims, only the end of the datagram is taken as the message.
void cut(std::span<const std::uint8_t> datagram) {
  const auto message = ipv4_payload(datagram);
  expect(message.size() <= datagram.size(), "no more than there was");
  if (datagram.empty() || datagram[0] >> 4 != 4) {
    expect(message.data() == datagram.data() && message.size() == datagram.size(),
           "a message without a header is left as it is");
  } else if (!message.empty()) {
    expect(&message.back() == &datagram.back(), "the message is what comes last");
    expect(datagram.size() - message.size() >= min_header_size, "behind a whole header");
  }
}

// The input as the IPv4 header, with options, of a genuine reply: it counts, and no other.
void read_behind(const EchoCodec& codec, std::span<const std::uint8_t> data) {
  const std::size_t size = std::clamp<std::size_t>(data.size() / 4 * 4, min_header_size, 60);
  std::vector<std::uint8_t> datagram(data.begin(), data.end());
  datagram.resize(size);
  datagram[0] = static_cast<std::uint8_t>(0x40 | size / 4);
  EchoMessage reply = codec.encode_request(Family::ipv4, 1, tag);
  reply[0] = echo_reply_type(Family::ipv4);
  datagram.insert(datagram.end(), reply.begin(), reply.end());
  const auto decode = [&] {
    return codec.decode(echo_reply_type(Family::ipv4), ipv4_payload(datagram));
  };
  expect(decode() == tag, "a genuine reply counts behind any header");
  const std::uint8_t first = data.empty() ? 0 : data[0];
  if (first == datagram[0]) return;
  datagram[0] = first;  // another length, or an invalid one
  expect(!decode(), "a reply that is cut elsewhere does not count");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const EchoCodec codec;
  const std::span<const std::uint8_t> datagram{data, size};
  cut(datagram);
  for (const Family family : {Family::ipv4, Family::ipv6}) {
    const auto decoded = codec.decode(echo_reply_type(family), ipv4_payload(datagram));
    expect(!decoded || *decoded == tag, "a forged reply is rejected");
  }
  read_behind(codec, datagram);
  return 0;
}

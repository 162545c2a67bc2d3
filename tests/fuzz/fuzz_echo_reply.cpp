// An untrusted datagram, parsed as the reply to a ping.
#include <span>
#include <vector>

#include "fuzz/expect.hpp"
#include "probe/echo_message.hpp"

namespace {

using namespace peeringd;
using fuzz::expect;

constexpr ProbeTag tag{7, 8075, 4711};

// A genuine reply altered by the input: with any difference in the signed part it is not valid.
void tamper(const EchoCodec& codec, std::span<const std::uint8_t> data, Family family) {
  const EchoMessage genuine = codec.encode_request(family, 1, tag);
  std::vector<std::uint8_t> message(genuine.begin(), genuine.end());
  message[0] = echo_reply_type(family);
  for (std::size_t i = 0; i + 1 < data.size(); i += 2) {
    message[data[i] % message.size()] ^= data[i + 1];
  }
  const bool whole = std::equal(message.begin() + 8, message.end(), genuine.begin() + 8) &&
                     message[0] == echo_reply_type(family);
  const auto decoded = codec.decode(echo_reply_type(family), message);
  expect(!decoded || *decoded == tag, "a tag that was changed does not count");
  if (whole && message[1] == 0) expect(decoded == tag, "a genuine reply counts");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const EchoCodec codec;
  for (const Family family : {Family::ipv4, Family::ipv6}) {
    // The only valid code, which libFuzzer learns from the comparison and then tries.
    const auto decoded = codec.decode(echo_reply_type(family), {data, size});
    expect(!decoded || *decoded == tag, "a forged reply is rejected");
    tamper(codec, {data, size}, family);
  }
  return 0;
}

// An untrusted datagram, parsed as the answer of a resolver.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "probe/dns_message.hpp"

namespace {

using namespace peeringd;

void require(bool condition) {
  if (!condition) std::abort();
}

void read(std::span<const std::uint8_t> message) {
  const auto header = read_dns_header(message);
  require(!header || (message.size() >= 12 && header->code < 16));
  const auto question = read_dns_question(message);
  if (!question) return;
  const auto bytes = question->bytes();
  require(bytes.size() >= 5 && bytes.size() <= 259 && 12 + bytes.size() <= message.size());
  require(std::none_of(bytes.begin(), bytes.end(),
                       [](std::uint8_t byte) { return byte >= 'A' && byte <= 'Z'; }));
  // Parsing is deterministic.
  std::vector<std::uint8_t> again(message.begin(), message.begin() + 12);
  again.insert(again.end(), bytes.begin(), bytes.end());
  const auto same = read_dns_question(again);
  require(same && std::equal(bytes.begin(), bytes.end(), same->bytes().begin()));
}

// Most inputs fail in the header; a valid one reaches the question.
void read_with_right_header(std::span<const std::uint8_t> data) {
  std::vector<std::uint8_t> message{0, 7, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0};
  message.insert(message.end(), data.begin(), data.end());
  require(read_dns_header(message).has_value());
  read(message);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  read({data, size});
  read_with_right_header({data, size});
  return 0;
}

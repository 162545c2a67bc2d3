// An untrusted datagram, parsed as the answer of a STUN server.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>
#include <vector>

#include "stun/attributes.hpp"
#include "stun/message.hpp"

namespace {

using namespace peeringd;

void require(bool condition) {
  if (!condition) std::abort();
}

bool lies_in(std::string_view text, std::span<const std::uint8_t> bytes) {
  const auto* begin = reinterpret_cast<const char*>(bytes.data());
  return text.empty() ||
         (text.data() >= begin && text.data() + text.size() <= begin + bytes.size());
}

void read(std::span<const std::uint8_t> datagram) {
  const auto message = read_stun_message(datagram);
  if (!message) return;
  require(message->bytes.size() == datagram.size() && message->method < 0x1000);
  const auto attributes = read_stun_attributes(*message);
  const auto address = reflexive_address(*message);
  if (!attributes) {
    require(!address);
    return;
  }
  require(lies_in(attributes->software, datagram) && lies_in(attributes->error_reason, datagram));
  require(!attributes->error_code ||
          (*attributes->error_code >= 300 && *attributes->error_code <= 699));
  require(!attributes->unknown_required || *attributes->unknown_required < 0x8000);
  require(!address || (address == attributes->mapped_address && !attributes->unknown_required &&
                       message->message_class == StunClass::success_response));
}

// Most inputs fail in the header; a valid one reaches the attributes.
void read_with_right_header(std::span<const std::uint8_t> data) {
  if (data.size() < stun_header_size) return;
  const std::size_t size = std::min<std::size_t>(data.size() / 4 * 4, 65532);
  std::vector<std::uint8_t> datagram(data.begin(),
                                     data.begin() + static_cast<std::ptrdiff_t>(size));
  const std::uint8_t header[] = {static_cast<std::uint8_t>(data[0] & 0x3f),
                                 data[1],
                                 static_cast<std::uint8_t>((size - stun_header_size) >> 8),
                                 static_cast<std::uint8_t>(size - stun_header_size),
                                 0x21,
                                 0x12,
                                 0xa4,
                                 0x42};
  std::copy(std::begin(header), std::end(header), datagram.begin());
  require(read_stun_message(datagram).has_value());
  read(datagram);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  read({data, size});
  read_with_right_header({data, size});
  return 0;
}

#include "unit/ris/web_socket_peer.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>

namespace peeringd::test {
namespace {

// Section 1.3.
std::string accept_key(const std::string& key) {
  const std::string text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::array<unsigned char, 4 * (SHA_DIGEST_LENGTH + 2) / 3 + 1> base64{};
  EVP_EncodeBlock(base64.data(), digest.data(), SHA_DIGEST_LENGTH);
  return reinterpret_cast<const char*>(base64.data());
}

std::string field_of(const std::string& request, const std::string& name) {
  const auto at = request.find(name + ": ");
  if (at == std::string::npos) return {};
  const auto begin = at + name.size() + 2;
  return request.substr(begin, request.find("\r\n", begin) - begin);
}

// Of a text message, section 5.2.
std::string frame_head(std::uint64_t size) {
  std::string head{static_cast<char>(0x81)};
  int bytes = 0;
  if (size < 126) {
    head += static_cast<char>(size);
  } else if (size < 65536) {
    head += static_cast<char>(126);
    bytes = 2;
  } else {
    head += static_cast<char>(127);
    bytes = 8;
  }
  while (bytes-- > 0) head += static_cast<char>(size >> (8 * bytes));
  return head;
}

}  // namespace

std::string WebSocketPeer::accept(const Identity& identity) {
  if (!peer_.secure(identity)) return {};
  const std::string request = peer_.read_request();
  if (request.empty()) return {};
  peer_.write(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: " +
      accept_key(field_of(request, "Sec-WebSocket-Key")) + "\r\n\r\n");
  const auto begin = request.find(' ') + 1;
  return request.substr(begin, request.find(' ', begin) - begin);
}

bool WebSocketPeer::fill(std::size_t size) {
  while (received_.size() < size) {
    const std::string part = peer_.read();
    if (part.empty()) return false;
    received_ += part;
  }
  return true;
}

std::optional<std::string> WebSocketPeer::read() {
  if (!fill(2)) return std::nullopt;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(received_[at]); };
  if ((byte(0) & 0xf) == 8) return std::nullopt;
  std::uint64_t size = byte(1) & 0x7f;
  std::size_t head = 2;
  if (size >= 126) {
    const std::size_t bytes = size == 126 ? 2 : 8;
    if (!fill(head + bytes)) return std::nullopt;
    size = 0;
    for (; head < 2 + bytes; ++head) size = size << 8 | byte(head);
  }
  const std::size_t mask_at = head;
  head += 4;
  if (!fill(head + size)) return std::nullopt;
  std::string payload = received_.substr(head, size);
  for (std::size_t i = 0; i < size; ++i) {
    payload[i] = static_cast<char>(payload[i] ^ received_[mask_at + i % 4]);
  }
  received_.erase(0, head + size);
  return payload;
}

bool WebSocketPeer::write(std::string_view payload) {
  return peer_.write(frame_head(payload.size()) + std::string(payload));
}

}  // namespace peeringd::test

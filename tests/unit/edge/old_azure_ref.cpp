#include "unit/edge/old_azure_ref.hpp"

#include "support/base64.hpp"

namespace peeringd::test {

std::string old_azure_ref_bytes(std::string_view node, std::string_view tail) {
  const std::string time("\xCF\x15\x7E\x5C\0\0\0\0", 8);  // 1551767999, little-endian
  const std::string id("\x12\x34\0\x56\x78\x9A\xBC\xDE\xF0\x11\x22\x33\x44\x55\x66\x77", 16);
  return time + id + std::string(node) + '\0' + std::string(tail);
}

std::string old_azure_ref(std::string_view node, std::string_view tail) {
  return '0' + base64(old_azure_ref_bytes(node, tail));
}

}  // namespace peeringd::test

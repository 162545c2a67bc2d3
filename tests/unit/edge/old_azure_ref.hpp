// Builds values of x-azure-ref in its old format.
#pragma once

#include <string>
#include <string_view>

namespace peeringd::test {

inline constexpr std::string_view guid = "437c82cd-360a-4a54-94c3-5ff707647783";

/// The bytes of the old format: time, id, node name, NUL, and `tail` in place of the GUID.
std::string old_azure_ref_bytes(std::string_view node, std::string_view tail = guid);

/// The header's value: `0` and the base64 of the bytes.
std::string old_azure_ref(std::string_view node, std::string_view tail = guid);

}  // namespace peeringd::test

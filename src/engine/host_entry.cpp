#include "engine/host_entry.hpp"

#include <cstdint>
#include <utility>

namespace peeringd {
namespace {

enum HostEvent : std::uint64_t { new_address, failing };

}  // namespace

std::optional<std::string> HostLogLimit::on_address(const std::optional<IpAddress>& before,
                                                    const std::optional<IpAddress>& now_in_use,
                                                    MonotonicTime now) {
  const bool failure_ends = std::exchange(failure_logged_, false);
  if (failure_ends || !before) return std::string{};
  if (before == now_in_use) return std::nullopt;
  const auto left_out = limit_.admit(new_address, now);
  if (!left_out) return std::nullopt;
  return log::left_out_suffix(*left_out);
}

std::optional<std::string> HostLogLimit::on_failure(MonotonicTime now) {
  const auto left_out = limit_.admit(failing, now);
  if (!left_out) return std::nullopt;
  failure_logged_ = true;
  return log::left_out_suffix(*left_out);
}

}  // namespace peeringd

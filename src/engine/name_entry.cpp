#include "engine/name_entry.hpp"

namespace peeringd {

std::optional<std::string> HostLogLimit::on_address(const std::optional<IpAddress>& before,
                                                    const std::optional<IpAddress>& now_in_use,
                                                    MonotonicTime now) {
  if (!before) return std::string{};
  if (before == now_in_use) return std::nullopt;
  if (!limit_) limit_ = std::make_unique<log::RepeatLimit>(pause);
  const auto left_out = limit_->admit(0, now);
  if (!left_out) return std::nullopt;
  return log::left_out_suffix(*left_out);
}

}  // namespace peeringd

#include "route_sources/connection_reports.hpp"

#include <utility>

#include "log/log.hpp"
#include "log/repeat_limit.hpp"

namespace peeringd {
namespace {

constexpr Duration report_pause = std::chrono::minutes{1};

}  // namespace

void ConnectionReports::connected() {
  up_ = true;
  if (std::exchange(up_in_log_, true)) return;
  log::info("BMP: router {} connected", router_);
}

void ConnectionReports::disconnected(const std::string& why, MonotonicTime now) {
  up_ = false;
  why_ = why;
  ++ends_;
  tick(now);
}

void ConnectionReports::closed() {
  up_ = up_in_log_ = false;
}

void ConnectionReports::tick(MonotonicTime now) {
  if (up_ || !up_in_log_) return;
  if (end_logged_at_ && now - *end_logged_at_ < report_pause) return;
  log::warning("BMP: router {} disconnected: {}{}", router_, why_, log::left_out_suffix(ends_ - 1));
  up_in_log_ = false;
  ends_ = 0;
  end_logged_at_ = now;
}

}  // namespace peeringd

#include "ris/ris_health.hpp"

#include <utility>

namespace peeringd {
namespace {

std::string in_seconds(Duration duration) {
  return std::to_string(duration / std::chrono::seconds{1}) + " s";
}

}  // namespace

void RisHealth::on_connected(MonotonicTime now) {
  on_closed();
  on_subscribing(now);
  next_ping_ = now + limits_.ping;
}

void RisHealth::on_subscribing(MonotonicTime now) {
  if (!unconfirmed_) unconfirmed_ = now;
}

void RisHealth::on_subscribed(MonotonicTime now) {
  unconfirmed_.reset();
  if (!std::exchange(subscribed_, true)) proved_at_ = now;
}

void RisHealth::on_closed() {
  subscribed_ = false;
  unconfirmed_.reset();
  late_since_.reset();
  unanswered_.reset();
}

void RisHealth::on_data(Duration lag, MonotonicTime now) {
  lag_ = lag;
  if (lag > limits_.max_lag) {
    if (!late_since_) late_since_ = now;
    late_until_ = now;
    return;
  }
  late_since_.reset();
  proved_at_ = now;
  trusted_ = true;
}

RisHealth::Step RisHealth::on_time(MonotonicTime now) {
  Step step;
  if (unconfirmed_ && now - *unconfirmed_ >= limits_.acknowledge) {
    step.problem = "the server did not acknowledge the subscription";
  } else if (unanswered_ && now - *unanswered_ >= limits_.pong) {
    step.problem = "the server did not answer a ping";
  } else if (late_since_ && late_until_ - *late_since_ >= limits_.max_late_period) {
    trusted_ = false;
    step.problem = "messages are " + in_seconds(*lag_) + " late (is this host's clock right?)";
  } else if (subscribed_ && now - proved_at_ >= limits_.silence) {
    trusted_ = false;
    step.problem = "no message for " + in_seconds(now - proved_at_) + ", not even about a beacon";
  } else if (now >= next_ping_) {
    step.ping = true;
    next_ping_ = now + limits_.ping;
    if (!unanswered_) unanswered_ = now;
  }
  return step;
}

}  // namespace peeringd

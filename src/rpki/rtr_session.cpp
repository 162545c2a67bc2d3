#include "rpki/rtr_session.hpp"

#include <algorithm>
#include <iterator>

#include "base/printable.hpp"
#include "rpki/rtr_query.hpp"

namespace peeringd {
namespace {

RtrStep closing(std::string problem) {
  RtrStep step;
  step.close = true;
  step.problem = std::move(problem);
  return step;
}

// True if all VRPs of `added` are VRPs of `kept` as well. The prefixes of a set are sorted and
// disjoint: only the last one that begins at or before `prefix` can contain it.
bool covers(const PrefixSet& kept, const PrefixSet& added) {
  const auto& all = kept.prefixes();
  const auto is_covered = [&](const IpPrefix& prefix) {
    const auto next = std::upper_bound(
        all.begin(), all.end(), prefix,
        [](const IpPrefix& a, const IpPrefix& b) { return a.network() < b.network(); });
    return next != all.begin() && std::prev(next)->length() <= prefix.length() &&
           std::prev(next)->contains(prefix.network());
  };
  return std::all_of(added.prefixes().begin(), added.prefixes().end(), is_covered);
}

}  // namespace

RtrStep RtrSession::on_connected(const std::string& name, MonotonicTime now) {
  if (name != cache_) refused_version_1_ = false;
  cache_ = name;
  connected_ = true;
  pdu_received_ = false;
  version_ = refused_version_1_ ? 0 : 1;
  // Another cache has other serials. So has a restarted one, though its session id may be the same:
  // that of StayRTR is after a restart within a second.
  return query_all(now);
}

RtrStep RtrSession::query_all(MonotonicTime now) {
  state_.reset();
  query_.emplace(Query{VrpAnswer(true), now + rtr_answer_timeout});
  queried_at_ = now;
  RtrStep step;
  step.send = rtr_reset_query(version_);
  return step;
}

RtrStep RtrSession::query_changes(MonotonicTime now) {
  if (!state_ || !vrps_ || now - complete_at_ >= rtr_full_interval) return query_all(now);
  query_.emplace(Query{VrpAnswer(false), now + rtr_answer_timeout});
  queried_at_ = now;
  RtrStep step;
  step.send = rtr_serial_query(version_, state_->session_id, state_->serial);
  return step;
}

RtrStep RtrSession::fail(RtrErrorCode code, std::string_view what) {
  RtrStep step = closing("the cache sent " + std::string(what));
  step.send = rtr_error_report(version_, code, what);
  return step;
}

RtrStep RtrSession::on_pdu_error(const RtrPduError& error) {
  pdu_received_ = true;
  return fail(error.code, error.what);
}

// RFC 8210 section 7.
std::optional<RtrStep> RtrSession::check_version(const RtrPdu& pdu) {
  if (pdu.version == version_) return std::nullopt;
  if (pdu_received_ || version_ == 0) {
    return fail(RtrErrorCode::unexpected_version, "a PDU of another version");
  }
  // Before the first answer, a Serial Notify may come in any version.
  if (std::holds_alternative<RtrSerialNotify>(pdu.body)) return RtrStep{};
  if (!std::holds_alternative<RtrErrorReport>(pdu.body)) version_ = 0;
  return std::nullopt;
}

RtrStep RtrSession::on_pdu(const RtrPdu& pdu, MonotonicTime now) {
  if (auto step = check_version(pdu)) return *std::move(step);
  if (!std::holds_alternative<RtrSerialNotify>(pdu.body)) pdu_received_ = true;
  return std::visit([&](const auto& body) { return on(body, now); }, pdu.body);
}

RtrStep RtrSession::on(const RtrSerialNotify& notify, MonotonicTime now) {
  if (query_) notified_ = notify;
  if (query_ || !state_) return {};
  if (notify.session_id != state_->session_id) {
    state_.reset();
  } else if (notify.serial == state_->serial) {
    return {};
  }
  next_query_ = std::max(now, queried_at_ + rtr_shortest_query_interval);
  return on_time(now);
}

RtrStep RtrSession::on(const RtrCacheResponse& response, MonotonicTime now) {
  if (!query_ || query_->responding) {
    return fail(RtrErrorCode::corrupt_data, "an unsolicited Cache Response");
  }
  if (!query_->answer.complete() && response.session_id != state_->session_id) {
    // The changes would be applied to the data of another session (RFC 8210 section 5.1).
    return fail(RtrErrorCode::corrupt_data, "changes of another session");
  }
  if (query_->answer.complete()) state_ = CacheState{response.session_id, 0};
  query_->responding = true;
  query_->deadline = now + rtr_data_timeout;
  return {};
}

RtrStep RtrSession::on(const RtrPrefix& prefix, MonotonicTime /*now*/) {
  if (!query_ || !query_->responding) {
    return fail(RtrErrorCode::corrupt_data, "a prefix outside an answer");
  }
  if (query_->answer.add(prefix, monitored_)) return {};
  return fail(RtrErrorCode::internal_error, "too many VRPs for our prefixes");
}

RtrStep RtrSession::on(const RtrEndOfData& end, MonotonicTime now) {
  if (!query_ || !query_->responding || end.session_id != state_->session_id) {
    return fail(RtrErrorCode::corrupt_data, "an unexpected End of Data");
  }
  static const std::vector<Vrp> none;
  auto applied = query_->answer.applied_to(vrps_ ? *vrps_ : none);
  if (const auto* error = std::get_if<RtrPduError>(&applied)) return on_pdu_error(*error);
  auto& vrps = std::get<std::vector<Vrp>>(applied);

  RtrStep step;
  step.changed = !vrps_ || *vrps_ != vrps;
  vrps_ = std::move(vrps);
  timers_ = end.timers.value_or(RtrTimers{});
  expires_at_ = now + timers_.expire;
  next_query_ = now + timers_.refresh;
  state_->serial = end.serial;
  if (query_->answer.complete()) complete_at_ = now;
  query_.reset();
  synchronised_ = true;
  // The answer may be older than a notification that came with it.
  if (notified_ && notified_->serial != end.serial) {
    next_query_ = std::min(next_query_, queried_at_ + rtr_shortest_query_interval);
  }
  notified_.reset();
  return step;
}

RtrStep RtrSession::on(const RtrCacheReset& /*reset*/, MonotonicTime now) {
  if (!query_ || query_->responding || query_->answer.complete()) {
    return fail(RtrErrorCode::corrupt_data, "an unsolicited Cache Reset");
  }
  return query_all(now);
}

RtrStep RtrSession::on(const RtrErrorReport& report, MonotonicTime /*now*/) {
  const bool unsupported =
      report.code == static_cast<std::uint16_t>(RtrErrorCode::unsupported_version);
  if (unsupported && version_ == 1) refused_version_1_ = true;
  if (report.code == static_cast<std::uint16_t>(RtrErrorCode::no_data_available)) {
    return closing("the cache has no data yet");
  }
  std::string text = report.text.empty() ? "" : ": " + printable(report.text);
  return closing("the cache reported error " + std::to_string(report.code) + std::move(text));
}

RtrStep RtrSession::on(const RtrRouterKey& /*key*/, MonotonicTime /*now*/) {
  if (query_ && query_->responding) return {};
  return fail(RtrErrorCode::corrupt_data, "a Router Key outside an answer");
}

bool RtrSession::on_closed() {
  const bool had_version_1 = version_ == 1 && !refused_version_1_;
  const bool silent = connected_ && !pdu_received_;
  const bool downgrade = refused_version_1_ && version_ == 1;
  // After a connection in version 0, the cache may have been upgraded.
  refused_version_1_ = downgrade || (silent && had_version_1);
  connected_ = false;
  synchronised_ = false;
  notified_.reset();
  query_.reset();
  return refused_version_1_;
}

RtrStep RtrSession::on_time(MonotonicTime now) {
  RtrStep step;
  if (connected_ && query_ && now >= query_->deadline) {
    step = closing(query_->responding ? "the cache did not complete its answer"
                                      : "the cache did not answer");
  } else if (connected_ && !query_ && now >= next_query_) {
    step = query_changes(now);
  }
  if (vrps_ && now >= expires_at_) {
    vrps_.reset();
    step.changed = true;
    if (connected_ && query_ && !query_->answer.complete()) {
      step = closing("the data expired before the cache sent the changes");
      step.changed = true;
    }
  }
  return step;
}

RtrStep RtrSession::monitor(PrefixSet monitored, MonotonicTime now) {
  if (monitored == monitored_) return {};
  const bool incomplete = !covers(monitored_, monitored);
  monitored_ = std::move(monitored);
  RtrStep step;
  // The cache must send what was left out. A query under way is answered in part already.
  if (connected_) {
    step = query_ ? closing("the configured prefixes changed during an answer") : query_all(now);
  }
  // Without the VRPs of a new prefix, its routes would be invalid or not found.
  step.changed = incomplete && vrps_;
  if (incomplete) vrps_.reset();
  return step;
}

}  // namespace peeringd

#include "reachability/proof.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "base/text.hpp"
#include "reachability/rejection.hpp"

namespace peeringd {
namespace {

constexpr std::uint64_t min_foreign_answers = 3;
constexpr std::size_t min_foreign_hosts = 2;
constexpr std::size_t max_named_hosts = 2;

// The hosts for which somebody else answered, each once.
std::vector<std::string_view> foreign_hosts(const std::vector<WatchedTarget>& targets) {
  std::vector<std::string_view> hosts;
  for (const WatchedTarget& target : targets) {
    if (target.proof->foreign() == 0) continue;
    if (std::ranges::find(hosts, target.host) == hosts.end()) hosts.push_back(target.host);
  }
  return hosts;
}

// Two names of one server are not independent, unless somebody presents a certificate of another
// name: a portal in the DNS has one address for all names.
bool are_independent(const std::vector<WatchedTarget>& targets) {
  if (foreign_hosts(targets).size() < min_foreign_hosts) return false;
  std::set<std::optional<IpAddress>> addresses;
  for (const WatchedTarget& target : targets) {
    if (!target.presented.empty()) return true;
    if (target.proof->foreign() > 0) addresses.insert(target.address);
  }
  return addresses.size() >= min_foreign_hosts;
}

std::string text_of(const std::vector<WatchedTarget>& targets) {
  const std::string hosts = enumerated(foreign_hosts(targets), max_named_hosts);
  RejectionCounts rejected{};
  for (const WatchedTarget& target : targets) {
    if (!target.presented.empty()) {
      return "certificate of " + std::string(target.presented) + " is not that of " + hosts;
    }
    add(rejected, target.rejections->rejected());
  }
  return hosts + " (" + names_of(rejected) + ")";
}

}  // namespace

void ProofRun::note(const ProofCounts& counts, MonotonicTime now) {
  if (counts.genuine < before_.genuine || counts.rejected < before_.rejected ||
      counts.silent < before_.silent || counts.doubtful < before_.doubtful) {
    *this = {};
  }
  new_foreign_ = 0;
  new_genuine_ = counts.genuine - before_.genuine;
  const std::uint64_t rejected = counts.rejected - before_.rejected;
  const std::uint64_t failed = rejected + counts.silent - before_.silent;
  // An exchange may be observed although this host's own delay made its probe inconclusive.
  const std::uint64_t doubtful = std::min(counts.doubtful - before_.doubtful, rejected);
  before_ = counts;
  if (new_genuine_ > 0) {
    restart();
    passed_ = true;
    last_genuine_ = now;
    return;
  }
  failed_ += failed;
  new_foreign_ = rejected - doubtful;
  foreign_ += new_foreign_;
  if (failed > 0 && !first_failed_) first_failed_ = now;
}

void ProofRun::restart() {
  failed_ = 0;
  foreign_ = 0;
  first_failed_.reset();
  last_genuine_.reset();
}

void ProofRun::begin_anew() {
  restart();
  passed_ = false;
}

std::optional<MonotonicTime> ProofRun::since() const {
  return last_genuine_ ? last_genuine_ : first_failed_;
}

std::optional<ForeignAnswers> foreign_answers(const std::vector<WatchedTarget>& targets,
                                              MonotonicTime now) {
  std::optional<MonotonicTime> since;
  std::vector<WatchedTarget> deciding;
  for (const WatchedTarget& target : targets) {
    if (target.proof == nullptr) continue;
    // Any genuine answer shows that the path works, also one of a target that is probed seldom.
    since = std::max(since, target.proof->last_genuine());
    if (target.proof->passed() && !cannot_be_sent(*target.silence)) deciding.push_back(target);
  }
  if (std::ranges::any_of(deciding, is_probed_often)) {
    std::erase_if(deciding, [](const WatchedTarget& target) { return !is_probed_often(target); });
  }
  if (deciding.empty()) return std::nullopt;
  // Somebody on the path strikes all targets at about the same time.
  const MonotonicTime together = since.value_or(now) - 2 * outage_span(deciding);
  std::erase_if(deciding, [&](const WatchedTarget& target) {
    const auto first_failed = target.proof->first_failed();
    return since && first_failed && *first_failed < together;
  });
  std::uint64_t foreign = 0;
  for (const WatchedTarget& target : deciding) {
    const std::uint64_t needed = target.proof->foreign() > 0 ? 1 : min_silent_probes;
    if (target.proof->failed() < needed) return std::nullopt;
    foreign += target.proof->foreign();
    since = std::max(since, std::optional(target.proof->since().value_or(now)));
  }
  if (foreign < min_foreign_answers || !are_independent(deciding)) return std::nullopt;
  if (now - *since < outage_span(deciding)) return std::nullopt;
  return ForeignAnswers{*since, text_of(deciding)};
}

}  // namespace peeringd

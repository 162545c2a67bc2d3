#include "history/path_members.hpp"

#include <algorithm>

namespace peeringd {

void PathMembers::refresh() {
  if (revision_ == series_.revision()) return;
  revision_ = series_.revision();
  by_owner_.clear();
  for (auto& [key, target] : series_.all(SeriesKind::target)) {
    key.probe.clear();
    by_owner_.push_back({series_.find(key).value_or(target), target});
  }
  by_target_ = by_owner_;
  std::ranges::sort(by_owner_);
  std::ranges::sort(by_target_, {}, &Member::target);
}

StoredId PathMembers::owner_of(StoredId series) {
  if (series < series_.first(SeriesKind::target)) return series;
  refresh();
  const auto found = std::ranges::lower_bound(by_target_, series, {}, &Member::target);
  return found != by_target_.end() && found->target == series ? found->owner : series;
}

std::vector<StoredId> PathMembers::members_of(StoredId owner) {
  refresh();
  std::vector<StoredId> members{owner};
  for (const Member& member : std::ranges::equal_range(by_owner_, owner, {}, &Member::owner)) {
    if (member.target != owner) members.push_back(member.target);
  }
  return members;
}

std::vector<StoredId> PathMembers::owners_of(StoredId first, StoredId last) {
  refresh();
  std::vector<StoredId> owners;
  auto member = std::ranges::lower_bound(by_target_, first, {}, &Member::target);
  for (; member != by_target_.end() && member->target < last; ++member) {
    owners.push_back(member->owner);
  }
  std::ranges::sort(owners);
  owners.erase(std::unique(owners.begin(), owners.end()), owners.end());
  return owners;
}

}  // namespace peeringd

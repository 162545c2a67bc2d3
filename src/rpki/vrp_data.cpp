#include "rpki/vrp_data.hpp"

#include <set>

namespace peeringd {

bool VrpAnswer::add(const RtrPrefix& change, const PrefixSet& watched) {
  if (!watched.overlaps(change.vrp.network)) return true;
  if (changes_.size() >= max_kept_vrps) return false;
  changes_.push_back(change);
  return true;
}

std::variant<std::vector<Vrp>, RtrFault> VrpAnswer::applied_to(
    const std::vector<Vrp>& before) const {
  std::set<Vrp> vrps;
  if (!complete_) vrps.insert(before.begin(), before.end());
  for (const RtrPrefix& change : changes_) {
    if (change.announced) {
      const bool added = vrps.insert(change.vrp).second;
      if (!added && !complete_) {
        return RtrFault{RtrErrorCode::duplicate_announcement, "an announcement of a known VRP"};
      }
    } else if (vrps.erase(change.vrp) == 0) {
      return RtrFault{RtrErrorCode::withdrawal_of_unknown, "a withdrawal of an unknown VRP"};
    }
  }
  if (vrps.size() > max_kept_vrps) {
    return RtrFault{RtrErrorCode::internal_error, "too many VRPs for our prefixes"};
  }
  return std::vector<Vrp>(vrps.begin(), vrps.end());
}

}  // namespace peeringd

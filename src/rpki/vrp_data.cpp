#include "rpki/vrp_data.hpp"

#include <set>

namespace peeringd {

bool VrpAnswer::add(const RtrPrefix& change, const PrefixSet& monitored) {
  if (!monitored.overlaps(change.vrp.network)) return true;
  if (changes_.size() >= max_kept_vrps) return false;
  changes_.push_back(change);
  return true;
}

std::variant<std::vector<Vrp>, RtrPduError> VrpAnswer::applied_to(
    const std::vector<Vrp>& before) const {
  std::set<Vrp> vrps;
  if (!complete_) vrps.insert(before.begin(), before.end());
  for (const RtrPrefix& change : changes_) {
    if (change.announced) {
      const bool added = vrps.insert(change.vrp).second;
      if (!added && !complete_) {
        return RtrPduError{RtrErrorCode::duplicate_announcement, "an announcement of a known VRP"};
      }
    } else if (vrps.erase(change.vrp) == 0) {
      return RtrPduError{RtrErrorCode::withdrawal_of_unknown, "a withdrawal of an unknown VRP"};
    }
  }
  if (vrps.size() > max_kept_vrps) {
    return RtrPduError{RtrErrorCode::internal_error, "too many VRPs for our prefixes"};
  }
  return std::vector<Vrp>(vrps.begin(), vrps.end());
}

}  // namespace peeringd

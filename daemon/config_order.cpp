#include "daemon/config_order.hpp"

#include <cstdlib>

namespace peeringd {
namespace {

constexpr const char* site_variable = "PEERINGD_SITE";

std::optional<GivenSite> given_site(const ConfigOrder& order) {
  if (!order.site.empty()) return GivenSite{order.site, "--site"};
  const char* const site = std::getenv(site_variable);
  if (site == nullptr || *site == '\0') return std::nullopt;
  return GivenSite{site, site_variable};
}

}  // namespace

LoadOptions load_options(const ConfigOrder& order) {
  LoadOptions options;
  options.site = given_site(order);
  return options;
}

}  // namespace peeringd

#include <fmt/format.h>

#include "fleet/store_status.hpp"

namespace peeringd {
namespace {

class StoreText {
 public:
  void family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
  }
  void sample(double value, const std::string& labels = {}) {
    text += labels.empty() ? fmt::format("{} {}\n", name_, value)
                           : fmt::format("{}{{{}}} {}\n", name_, labels, value);
  }

  std::string text;

 private:
  std::string_view name_;
};

}  // namespace

std::string store_metrics(const StoreStatus& status, WallTime now, std::string_view version) {
  StoreText out;
  out.family("peeringd_build_info", "gauge", "Version of peeringd. Always 1.");
  out.sample(1, fmt::format("version=\"{}\"", version));
  out.family(
      "peeringd_store_up", "gauge",
      "1 if the last refresh from the store succeeded, else 0. Absent before the first one.");
  if (status.asked) out.sample(status.problem ? 0 : 1);
  out.family("peeringd_store_data_age_seconds", "gauge",
             "Time since the last refresh that succeeded. Absent before the first one.");
  if (status.data_time) out.sample(to_seconds(now - *status.data_time));
  out.family("peeringd_store_refresh_seconds", "gauge",
             "How long the last refresh took, whether it succeeded or not.");
  if (status.refresh_time) out.sample(to_seconds(*status.refresh_time));
  out.family("peeringd_store_refreshes_total", "counter", "Refreshes that succeeded.");
  out.sample(static_cast<double>(status.refreshes));
  out.family("peeringd_store_failures_total", "counter", "Refreshes that failed, by reason.");
  for (std::size_t i = 0; i < status.failures.size(); ++i) {
    out.sample(static_cast<double>(status.failures[i]),
               fmt::format("reason=\"{}\"", store_failure_names[i]));
  }
  out.family("peeringd_store_warnings", "gauge",
             "Warnings of the store about its last result, such as a partial one.");
  out.sample(static_cast<double>(status.warnings.size()));
  if (status.data_time && status.dark) {
    out.family(
        "peeringd_store_branches", "gauge",
        "Branches of the last week, by state. Absent while it is not known which went dark.");
    out.sample(static_cast<double>(status.branches - *status.dark), "state=\"delivering\"");
    out.sample(static_cast<double>(*status.dark), "state=\"dark\"");
  }
  return out.text;
}

}  // namespace peeringd

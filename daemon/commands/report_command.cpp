#include <fmt/format.h>

#include <chrono>
#include <iostream>

#include "base/percent_encoding.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/local_api.hpp"
#include "report/history_report.hpp"

namespace peeringd {
namespace {

constexpr std::chrono::days longest_hours{91};
// Of the history of a prefix, of which the window's figures are made. Its first step begins at most
// a thousandth of the window before it.
constexpr std::size_t min_report_points = 1100;

class ReportMaker {
 public:
  ReportMaker(ApiPlace place, const ReportArgs& args)
      : place_(std::move(place)), args_(args), window_(*report_window(args.window)) {}

  Result<HistoryReport> run() const {
    const auto connections = get_from_api(place_, "/api/v1/connections");
    if (!connections) return connections.error();
    auto report = begin_report(*connections, args_.connections, window_);
    if (!report) return report;
    for (ReportedConnection& connection : report->connections) {
      for (ReportedPrefix& prefix : connection.prefixes) {
        if (auto added = add_prefix(*report, connection.name, prefix); !added) return added.error();
      }
    }
    const auto availability = get_from_api(place_, "/api/v1/availability?" + span_of(*report));
    if (!availability) return availability.error();
    if (auto added = add_availability(*report, *availability); !added) return added.error();
    return report;
  }

 private:
  static std::string span_of(const HistoryReport& report) {
    return "from=" + report.from + "&to=" + report.to;
  }

  // A prefix that has not been recorded yet has no figures.
  Result<void> add_prefix(HistoryReport& report, const std::string& connection,
                          ReportedPrefix& prefix) const {
    const std::string series = fmt::format("connection={}&prefix={}", percent_encoded(connection),
                                           percent_encoded(prefix.prefix));
    const auto days = std::chrono::ceil<std::chrono::days>(window_).count();
    const std::string path =
        fmt::format("/api/v1/history?{}&{}&points={}", series, span_of(report),
                    std::max(min_report_points, static_cast<std::size_t>(days) + 2));
    auto answer = ask_api(place_, path);
    if (answer && answer->status == 404) return {};
    const auto history = body_of(place_, std::move(answer));
    if (!history) return history.error();
    if (auto added = add_history(report, prefix, *history); !added) return added;
    if (window_ > longest_hours) return {};
    const auto hours =
        get_from_api(place_, fmt::format("/api/v1/history/hours?{}&{}", series, span_of(report)));
    if (!hours) return hours.error();
    return add_hours(prefix, *hours);
  }

  const ApiPlace place_;
  const ReportArgs& args_;
  const Duration window_;
};

}  // namespace

int report_command(const ConfigArgs& config, const ReportArgs& args) {
  return with_api(config, args.url, [&args](const ApiPlace& place) -> int {
    const auto report = ReportMaker(place, args).run();
    if (!report) {
      std::cerr << report.error().message << '\n';
      return exit_failed;
    }
    std::cout << (args.csv    ? report_csv(*report)
                  : args.json ? report_json(*report)
                              : report_text(*report));
    return exit_success;
  });
}

}  // namespace peeringd

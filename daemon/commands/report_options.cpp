#include "daemon/commands/report_options.hpp"

#include <CLI/CLI.hpp>
#include <chrono>

#include "base/duration.hpp"
#include "base/text.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::days longest_window{1826};

}  // namespace

std::optional<Duration> report_window(const std::string& text) {
  if (text == "1y") return std::chrono::days{365};
  const auto window = parse_duration(text);
  if (!window || *window < 1min || *window > longest_window) return std::nullopt;
  return *window;
}

void add_report_options(CLI::App& command, ReportArgs& args) {
  command.add_option("--connection", args.connections, "Only this connection; may be repeated")
      ->type_name("NAME")
      ->expected(1)
      ->take_all();
  command.add_option("--window", args.window, "Time range ending now: 6h, 7d, 30d, 1y")
      ->type_name("DURATION")
      ->check([](const std::string& text) {
        return report_window(text) ? std::string() : in_quotes(text) + " is not a duration like 7d";
      })
      ->capture_default_str();
  CLI::Option* csv = command.add_flag("--csv", args.csv, "Print CSV, one line per prefix");
  command.add_flag("--json", args.json, "Print one JSON document instead of text")->excludes(csv);
  command.add_option("--url", args.url, "The daemon's address, like http://127.0.0.1:8075")
      ->type_name("URL");
}

}  // namespace peeringd

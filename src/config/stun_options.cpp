#include "config/probe_types.hpp"

#include "base/duration.hpp"
#include "config/values.hpp"
#include "yaml/scalars.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t max_count = 50;
constexpr Duration min_spacing = 5ms;
constexpr Duration max_spacing = 1s;

Result<Duration> parse_spacing(std::string_view text) {
  const auto spacing = parse_duration(text);
  if (!spacing) return spacing.error();
  if (*spacing < min_spacing || *spacing > max_spacing) {
    return Error{"\"" + std::string(text) + "\" is not between " + format_duration(min_spacing) +
                 " and " + format_duration(max_spacing)};
  }
  return *spacing;
}

ProbeOptions read_stun(const Fields& fields) {
  StunOptions options;
  if (const auto node = fields.find("port")) {
    if (const auto port = node->parse("a port number", parse_port)) options.port = *port;
  }
  if (const auto node = fields.find("count")) {
    const auto count = node->parse("a number of probes", [](std::string_view text) {
      return parse_whole_number(text, 1, max_count);
    });
    if (count) options.count = static_cast<std::uint32_t>(*count);
  }
  if (const auto node = fields.find("spacing")) {
    if (const auto spacing = node->parse("a duration", parse_spacing)) options.spacing = *spacing;
  }
  return options;
}

std::string stun_label(const ProbeOptions& options) {
  const std::uint16_t port = std::get<StunOptions>(options).port;
  return port == StunOptions{}.port ? "stun" : "stun:" + std::to_string(port);
}

void check_burst(const ProbeOptions& options, const Timing& timing, const Fields& fields) {
  const auto& stun = std::get<StunOptions>(options);
  const Duration burst = stun.spacing * (stun.count - 1);
  if (burst < timing.interval.value) return;
  fields.node().error("a burst of " + std::to_string(stun.count) + " probes " +
                      format_duration(stun.spacing) + " apart takes " + format_duration(burst) +
                      ", which does not fit into the interval of " +
                      format_duration(timing.interval.value));
}

}  // namespace

ProbeType stun_type() {
  return {"stun", read_stun, stun_label, check_burst};
}

}  // namespace peeringd

#include "fleet/fleet_reason.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/duration.hpp"
#include "base/percentage.hpp"

namespace peeringd {
namespace {

const std::map<std::string_view, std::string_view> signal_texts{
    {"latency", "latency"},
    {"loss", "loss"},
    {"jitter", "jitter"},
    {"cert_expiry", "a certificate expires soon"},
    {"pop_change", "another PoP answers"},
    {"egress_mismatch", "traffic leaves from outside the prefix"},
    {"resolve", "names do not resolve"},
    {"edge_location", "served by an unexpected location"},
    {"edge_address", "answers come from outside the published ranges"},
    {"down", "no answer"},
    {"no_source", "no source address"},
    {"endpoint_down", "an endpoint does not answer"},
    {"rejected", "hosts answer, but reject every probe"},
    {"flapping", "three outages within an hour"},
    {"route_origin", "another AS announces the prefix"},
    {"route_backup_origin", "another AS announces the prefix on a backup session"},
    {"route_more_specific", "a foreign more-specific is announced"},
    {"route_withdrawn", "the route is withdrawn"},
    {"route_backup_withdrawn", "the backup route is withdrawn"},
    {"route_upstream", "an unexpected upstream"},
    {"route_rpki_invalid", "the RPKI does not allow a route"},
    {"route_visibility", "too few RIS peers have the prefix"},
    {"not_measured", "not measured"}};

// The figure of a measured signal: `latency 61 ms`.
std::string with_figure(std::string_view signal, const StoreFigures& figures) {
  const std::string text = signal_text(signal);
  if (signal == "latency" && figures.latency) {
    return fmt::format("{} {:.3g} ms", text, *figures.latency * 1e3);
  }
  if (signal == "jitter" && figures.jitter) {
    return fmt::format("{} {:.3g} ms", text, *figures.jitter * 1e3);
  }
  if (signal == "loss" && figures.loss_ratio) {
    return text + " " + percentage_text(*figures.loss_ratio);
  }
  return text;
}

std::string joined(const std::vector<std::string>& signals, const StoreFigures& figures) {
  std::string text;
  for (const std::string& signal : signals) {
    text += (text.empty() ? "" : "; ") + with_figure(signal, figures);
  }
  return text;
}

bool shows(const StorePrefix& prefix, const std::string& signal) {
  return std::ranges::count(prefix.warnings, signal) +
             std::ranges::count(prefix.criticals, signal) >
         0;
}

// The prefix that a sentence is about: the first with a worst result.
const std::pair<const std::string, StorePrefix>* worst_prefix(const StoreConnection& connection) {
  const std::pair<const std::string, StorePrefix>* worst = nullptr;
  const auto rank = [](const StorePrefix& prefix) {
    if (prefix.up == false) return 4;
    return prefix.result ? static_cast<int>(*prefix.result) : -1;
  };
  for (const auto& prefix : connection.prefixes) {
    if (worst == nullptr || rank(prefix.second) > rank(worst->second)) worst = &prefix;
  }
  return worst;
}

}  // namespace

std::string signal_text(std::string_view signal) {
  const auto found = signal_texts.find(signal);
  return std::string(found == signal_texts.end() ? signal : found->second);
}

std::string reason_of(const StorePrefix& prefix) {
  return joined(prefix.criticals.empty() ? prefix.warnings : prefix.criticals, prefix.figures);
}

std::string reason_of(const StoreConnection& connection, const StoreBranch* branch, WallTime now) {
  if (connection.dark_since) {
    const WallTime last{std::chrono::duration_cast<Duration>(
        std::chrono::duration<double>(*connection.dark_since))};
    const std::string ago = sentence_duration(std::max(Duration{}, now - last));
    if (branch != nullptr && branch->scraped == false) {
      return "peeringd at the branch has not answered its agent for " + ago;
    }
    return "the branch is dark: nothing has arrived for " + ago;
  }
  if (connection.missing) return "not known: the store's answer is partial";
  const auto* const worst = worst_prefix(connection);
  if (worst == nullptr) return {};
  std::string text = joined(connection.signals, worst->second.figures);
  const bool several = connection.prefixes.size() > 1 && !text.empty();
  const bool own = std::ranges::any_of(connection.signals, [&](const std::string& cause) {
    return shows(worst->second, cause) || worst->second.up == false;
  });
  if (several && own) text += " (" + worst->first + ")";
  return text;
}

}  // namespace peeringd

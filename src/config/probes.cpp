#include "config/probes.hpp"

#include <array>
#include <map>

#include "base/suggestion.hpp"
#include "base/text.hpp"
#include "config/probe_types.hpp"
#include "config/values.hpp"

namespace peeringd {
namespace {

std::vector<std::string_view> type_names() {
  std::vector<std::string_view> names;
  for (const ProbeType& type : probe_types()) names.push_back(type.name);
  return names;
}

Result<const ProbeType*> parse_type(std::string_view text) {
  for (const ProbeType& type : probe_types()) {
    if (type.name == text) return &type;
  }
  const auto names = type_names();
  const std::string suggestion = did_you_mean(text, names);
  return Error{in_quotes(text) + " is not a type of probe" +
               (suggestion.empty() ? "; the types are " + enumerated(names) : suggestion)};
}

/// Found by reading a probe without any key.
bool has_key(const ProbeType& type, std::string_view key) {
  Diagnostics ignored;
  const Fields fields(Node::empty_map(ignored), "");
  type.read(fields);
  return fields.knows(key);
}

std::string belongs_to_another(std::string_view key, const ProbeType& type) {
  for (const ProbeType& other : probe_types()) {
    if (!has_key(other, key)) continue;
    return "belongs to a probe of type " + std::string(other.name) + ", and this one is " +
           std::string(type.name);
  }
  return {};
}

PlacedProbe make_probe(const ProbeType& type, const Fields& fields, const Timing& inherited) {
  const Timing timing = read_timing(fields, inherited);
  check_timing(timing);
  const ProbeOptions options = type.read(fields);
  fields.report_unknown_keys([&](std::string_view key) { return belongs_to_another(key, type); });
  if (type.check != nullptr) type.check(options, timing, fields);
  return {{options, timing.interval.value, timing.timeout.value, type.label(options)},
          timing.interval};
}

/// Nothing when not even its type is known. A scalar `tcp` is read as `{type: tcp}`.
std::optional<PlacedProbe> read_probe(const Node& node, const Timing& inherited) {
  constexpr std::string_view expected = "a type of probe, or a map with its type";
  if (!node.is_map()) {
    const auto type = node.parse(expected, parse_type);
    if (!type) return std::nullopt;
    return make_probe(**type, Fields(node.as_empty_map(), expected), inherited);
  }
  const Fields fields(node, expected);
  const auto names = type_names();
  const auto written = fields.require("type", "one of " + enumerated(names));
  if (!written) return std::nullopt;
  const auto type = written->parse("a type of probe", parse_type);
  if (!type) return std::nullopt;
  return make_probe(**type, fields, inherited);
}

/// Appends `probe`, and after it the probe on the warm connection, if it asks for one.
void append_with_follower(std::vector<PlacedProbe>& probes, PlacedProbe probe) {
  probes.push_back(std::move(probe));
  const auto* const http = std::get_if<HttpOptions>(&probes.back().config.options);
  if (http == nullptr || !http->warm) return;
  PlacedProbe follower = probes.back();
  auto& options = std::get<HttpOptions>(follower.config.options);
  options.warm = false;
  options.follows = true;
  follower.config.label += ":warm";
  probes.push_back(std::move(follower));
}

ProbeOptions read_icmp(const Fields& /*fields*/) {
  return IcmpOptions{};
}

std::string icmp_label(const ProbeOptions& /*options*/) {
  return "icmp";
}

ProbeOptions read_tcp(const Fields& fields) {
  TcpOptions options;
  if (const auto node = fields.find("port")) {
    if (const auto port = node->parse("a port number", parse_port)) options.port = *port;
  }
  return options;
}

std::string tcp_label(const ProbeOptions& options) {
  const std::uint16_t port = std::get<TcpOptions>(options).port;
  return port == TcpOptions{}.port ? "tcp" : "tcp:" + std::to_string(port);
}

const std::array<ProbeType, 6> types{{{"icmp", read_icmp, icmp_label},
                                      {"tcp", read_tcp, tcp_label},
                                      https_type(),
                                      http_type(),
                                      stun_type(),
                                      dns_type()}};

}  // namespace

std::vector<PlacedProbe> read_probes(const std::optional<Node>& node, const Timing& inherited) {
  if (!node) {
    const TcpOptions tcp;
    check_timing(inherited);
    return {{{tcp, inherited.interval.value, inherited.timeout.value, "tcp"}, inherited.interval}};
  }
  std::vector<PlacedProbe> probes;
  std::map<std::string, Place> first_places;
  for (const Node& item : node->list("a list of probes")) {
    const std::size_t errors_before = item.diagnostics().error_count();
    auto probe = read_probe(item, inherited);
    // With an error in it, the label may not be the one that was meant.
    if (!probe || item.diagnostics().error_count() > errors_before) continue;
    const auto [first, is_new] = first_places.emplace(probe->config.label, item.place());
    if (!is_new) {
      item.error("the probe \"" + probe->config.label + "\" is given twice; the first is at " +
                 item.diagnostics().describe(first->second));
    }
    append_with_follower(probes, std::move(*probe));
  }
  return probes;
}

std::span<const ProbeType> probe_types() {
  return types;
}

}  // namespace peeringd

#include "metrics/items.hpp"

#include "model/config.hpp"

namespace peeringd {

Labels prefix_labels(const Config& config, std::uint32_t connection, std::uint32_t prefix) {
  const ConnectionConfig& of = config.connections[connection];
  return {{"connection", of.name}, {"prefix", of.prefixes[prefix].label}};
}

Labels TargetItem::labels() const {
  const Config& config = *snapshot.config;
  return {{"connection", connection_of(config, target.target).name},
          {"prefix", prefix_of(config, target.target).label},
          {"endpoint", endpoint_of(config, target.target).name},
          {"probe", probe_of(config, target.target).label}};
}

Labels PathItem::labels() const {
  return with(prefix_labels(*snapshot.config, prefix().connection, prefix().prefix), "endpoint",
              endpoint().name);
}

std::span<const TargetSnapshot> PrefixItem::targets() const {
  if (paths.empty()) return {};
  const std::size_t first = paths.front().first;
  return std::span(snapshot.targets).subspan(first, paths.back().last - first);
}

Labels PrefixItem::labels() const {
  return prefix_labels(*snapshot.config, prefix.connection, prefix.prefix);
}

}  // namespace peeringd

#include "model/route_report.hpp"

#include <gmock/gmock.h>

#include "model/config.hpp"
#include "model/snapshot.hpp"

namespace peeringd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsNull;

std::shared_ptr<const Config> config_with(const std::vector<const char*>& connections) {
  auto config = std::make_shared<Config>();
  for (const char* const name : connections) {
    ConnectionConfig connection;
    connection.name = name;
    connection.prefixes.resize(1);
    connection.prefixes[0].label = "203.0.113.0/24";
    config->connections.push_back(std::move(connection));
  }
  return config;
}

Snapshot snapshot_of(std::shared_ptr<const Config> config) {
  Snapshot snapshot;
  for (std::uint32_t c = 0; c < config->connections.size(); ++c) {
    snapshot.prefixes.push_back({c, 0, {}});
  }
  snapshot.config = std::move(config);
  return snapshot;
}

TEST(RoutesByPrefix, IsEmptyWithoutRules) {
  const Snapshot snapshot = snapshot_of(config_with({"a"}));
  EXPECT_THAT(routes_by_prefix(nullptr, snapshot), IsEmpty());
  const RouteReport without{snapshot.config, {}};
  EXPECT_THAT(routes_by_prefix(&without, snapshot), IsEmpty());
}

TEST(RoutesByPrefix, FindsAPrefixByNameAfterAReload) {
  RouteReport report{config_with({"a", "b"}), {}};
  report.prefixes.resize(1);
  report.prefixes[0].connection = 1;
  const Snapshot newer = snapshot_of(config_with({"b", "c", "a"}));
  EXPECT_THAT(routes_by_prefix(&report, newer),
              ElementsAre(&report.prefixes[0], IsNull(), IsNull()));
}

}  // namespace
}  // namespace peeringd

#include "report/route_sources_json.hpp"

#include <algorithm>

#include "report/json_values.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

constexpr const char* not_used = "not in use, since no prefix has routes";

json::object source_object(const char* kind, const std::string& name,
                           const RouteSourceStatus* status, const char* text) {
  json::object object{{"source", kind},
                      {"name", name},
                      {"up", status != nullptr && status->up},
                      {"synchronised", status != nullptr && status->synchronised},
                      {"text", text},
                      {"last_message", nullptr},
                      {"messages", status == nullptr ? 0 : status->messages},
                      {"errors", json::object()}};
  if (status == nullptr) return object;
  if (status->last_message) object["last_message"] = time_text(*status->last_message);
  object["errors"] = counts_by_name(status->errors, route_source_error_names);
  return object;
}

const char* text_of_router(const RouteSourceStatus* status) {
  if (status == nullptr) return not_used;
  if (status->up) {
    return status->synchronised ? "connected, tables complete"
                                : "connected, tables not complete yet";
  }
  return status->last_message ? "connection lost: what it shows is not known"
                              : "has not connected: what it shows is not known";
}

const char* text_of_cache(const RpkiStatus& rpki, const RouteSourceStatus& cache) {
  if (cache.synchronised) return "connected, its data is in use";
  if (cache.up) return "connected, data not complete yet";
  const bool other = std::any_of(rpki.caches.begin(), rpki.caches.end(),
                                 [](const RouteSourceStatus& one) { return one.synchronised; });
  if (other) return "not needed, since another cache works";
  return rpki.vrps ? "no connection; the data that it sent is still valid"
                   : "no connection and no valid data: RPKI states are not known";
}

const char* text_of_ris(const RouteSourceStatus& source) {
  if (!source.up) return "no connection: what RIS peers see is not known";
  return source.synchronised ? "connected, messages arrive in time"
                             : "silent or late: what RIS peers see is not known";
}

void add_caches(json::array& sources, const std::vector<RtrCache>& caches,
                const std::optional<RpkiStatus>& rpki) {
  if (!rpki) {
    for (const RtrCache& cache : caches) {
      const std::string name = cache.host + ':' + std::to_string(cache.port);
      sources.push_back(source_object("rpki", name, nullptr, not_used));
    }
    return;
  }
  for (const RouteSourceStatus& cache : rpki->caches) {
    json::object object = source_object("rpki", cache.name, &cache, text_of_cache(*rpki, cache));
    object["vrps"] = rpki->vrps ? json::value(*rpki->vrps) : json::value(nullptr);
    object["expires_at"] = nullptr;
    if (rpki->expires_at) object["expires_at"] = time_text(*rpki->expires_at);
    sources.push_back(std::move(object));
  }
}

}  // namespace

const RouteSourceStatus* status_of_router(const RouteSourceFacts& facts, const std::string& name) {
  const auto found = std::ranges::find(facts.bmp, name, &RouteSourceStatus::name);
  return found == facts.bmp.end() ? nullptr : &*found;
}

json::array route_sources(const RouteSources& config, const RouteSourceFacts& facts) {
  json::array sources;
  if (config.bmp) {
    for (const BmpRouter& router : config.bmp->routers) {
      const RouteSourceStatus* const status = status_of_router(facts, router.name);
      sources.push_back(source_object("bmp", router.name, status, text_of_router(status)));
    }
  }
  add_caches(sources, config.rpki, facts.rpki);
  if (!config.ris) return sources;
  const RouteSourceStatus* const source = facts.ris ? &facts.ris->source : nullptr;
  json::object ris =
      source_object("ris", "RIS Live", source, source == nullptr ? not_used : text_of_ris(*source));
  ris["lag_seconds"] = facts.ris ? seconds_or_null(facts.ris->lag) : json::value(nullptr);
  sources.push_back(std::move(ris));
  return sources;
}

}  // namespace peeringd

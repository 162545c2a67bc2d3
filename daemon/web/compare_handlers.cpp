#include "daemon/web/compare_handlers.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/suggestion.hpp"
#include "daemon/web/continuation.hpp"
#include "daemon/web/history_answer.hpp"
#include "daemon/web/history_query.hpp"
#include "history/comparison_reader.hpp"
#include "model/config.hpp"
#include "report/compare_json.hpp"

namespace peeringd {
namespace {

Result<ComparisonQuery> comparison_query_of(const HttpRequest& request, Moment now) {
  const auto query =
      Query::parse(request.query, {"prefix", "endpoint", "window", "from", "to", "points"});
  if (!query) return query.error();
  const auto endpoint = query->value("endpoint");
  if (!endpoint) return endpoint.error();
  const auto span = parse_span(*query, now);
  if (!span) return span.error();
  const auto group = request.parameters.find("name");
  return ComparisonQuery{.group = group == request.parameters.end() ? "" : group->second,
                         .connections = {},
                         .prefixes = query->values("prefix"),
                         .configured = {},
                         .endpoint = endpoint->value_or(""),
                         .span = *span};
}

using Contexts = std::map<std::string, MemberContext>;

std::vector<std::string> labels_of(const ConnectionConfig& connection) {
  std::vector<std::string> labels;
  for (const PrefixConfig& prefix : connection.prefixes) labels.push_back(prefix.label);
  return labels;
}

// The thresholds are the strictest of the prefixes that are added up. The PoP of such a sum is not
// known.
SeriesContext context_of_member(const Assessment& assessment, const ConnectionConfig& connection,
                                const ComparisonQuery& query) {
  std::vector<std::string> prefixes = labels_of(connection);
  for (const std::string& wanted : query.prefixes) {
    if (std::ranges::count(prefixes, wanted) != 0) prefixes = {wanted};
  }
  SeriesContext context =
      context_of(assessment, {connection.name, prefixes.front(), query.endpoint, {}});
  if (prefixes.size() > 1) {
    context.pops.clear();
    context.rules = strictest_rules(assessment, connection.name, query.endpoint);
  }
  return context;
}

HttpResponse no_such_group(const Config& config) {
  std::set<std::string_view> names;
  for (const ConnectionConfig& connection : config.connections) {
    if (!connection.redundancy_group.empty()) names.insert(connection.redundancy_group);
  }
  constexpr std::size_t max_listed = 20;
  const std::vector<std::string_view> known(names.begin(), names.end());
  return refusal(404, "No such redundancy group" +
                          (known.size() <= max_listed ? known_words(known) : std::string()));
}

struct ComparisonFormat {
  const char* content_type;
  std::string (*text)(const ComparisonView&, const Contexts&);
};

HttpResponse comparison_response(OpenHistory& history, const ComparisonQuery& query,
                                 const Contexts& contexts, const ComparisonFormat& format) {
  for (const std::string& prefix : query.prefixes) {
    const bool known = std::ranges::any_of(query.connections, [&](const std::string& connection) {
      return has_prefix(history, connection, prefix);
    });
    if (!known) return refusal(404, "No connection of the group has such a prefix in the history");
  }
  const auto comparison = read_comparison(history, query);
  if (!comparison) return refusal(413, comparison.error().message);
  if (comparison->members.empty()) {
    return refusal(404, "The history has no such endpoint, or nothing about the group yet");
  }
  return response_of(format.content_type, format.text(*comparison, contexts));
}

HttpHandler compare_page(const WebParts& parts, const ComparisonFormat& format) {
  return [parts, format](const HttpRequest& request, const HttpReply& reply) {
    auto query = comparison_query_of(request, last_minute(parts.clock));
    if (!query) return reply(refusal(400, query.error().message));
    auto answer = [parts, format, reply, query = *query](const auto& assessment) mutable {
      Contexts contexts;
      for (const ConnectionConfig& connection : assessment->config().connections) {
        if (connection.redundancy_group != query.group) continue;
        query.connections.push_back(connection.name);
        query.configured[connection.name] = labels_of(connection);
        contexts[connection.name] = {connection.partner,
                                     context_of_member(*assessment, connection, query)};
      }
      if (query.connections.empty()) return reply(no_such_group(assessment->config()));
      ask_history(parts, reply, [query, contexts, format](OpenHistory& history) {
        return comparison_response(history, query, contexts, format);
      });
    };
    when_published(parts.monitor, reply, std::move(answer));
  };
}

}  // namespace

void add_compare_handlers(Router& router, const WebParts& parts) {
  router.add("GET", "/api/v1/groups/{name}/compare",
             compare_page(parts, {"application/json", compare_json}));
  router.add("GET", "/api/v1/groups/{name}/compare.csv",
             compare_page(parts, {"text/csv; charset=utf-8", compare_csv}));
}

}  // namespace peeringd

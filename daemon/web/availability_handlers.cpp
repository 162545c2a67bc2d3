#include "daemon/web/availability_handlers.hpp"

#include <map>

#include "daemon/web/continuation.hpp"
#include "daemon/web/history_answer.hpp"
#include "daemon/web/history_query.hpp"
#include "model/config.hpp"
#include "report/availability_json.hpp"

namespace peeringd {
namespace {

using ShowAvailability = std::string (*)(const std::vector<ConnectionAvailability>&,
                                         const std::map<std::string, std::string>&);

HttpHandler availability_page(const WebParts& parts, const char* content_type,
                              ShowAvailability show) {
  return [=](const HttpRequest& request, const HttpReply& reply) {
    const auto query = parse_availability_query(request.query, last_minute(parts.clock));
    if (!query) return reply(refusal(400, query.error().message));
    when_published(parts.monitor, reply, [=, query = *query](const auto& assessment) {
      std::map<std::string, std::string> partners;
      for (const ConnectionConfig& connection : assessment->config().connections) {
        partners[connection.name] = connection.partner;
      }
      ask_history(parts, reply, [=](OpenHistory& history) {
        const auto found = read_availability(history, query);
        if (!found) return refusal(413, found.error().message);
        if (found->empty() && !query.connections.empty()) {
          return refusal(404, "The history has no up/down record for this connection");
        }
        return response_of(content_type, show(*found, partners));
      });
    });
  };
}

}  // namespace

Result<AvailabilityQuery> parse_availability_query(std::string_view text, Moment now) {
  const auto query = Query::parse(text, {"connection", "months", "window", "from", "to"});
  if (!query) return query.error();
  const auto months = query->number("months", 1, 60);
  if (!months) return months.error();
  const bool has_span = !query->values("window").empty() || !query->values("from").empty() ||
                        !query->values("to").empty();
  AvailabilityQuery result{.from = {}, .to = now, .connections = query->values("connection")};
  if (has_span) {
    if (*months) return Error{"Give either months or a span, not both"};
    const auto span = parse_span(*query, now);
    if (!span) return span.error();
    result.from = span->from;
    result.to = span->to;
  } else {
    constexpr std::uint64_t standard = 3;
    result.from = months_before(now, static_cast<unsigned>(months->value_or(standard)));
  }
  if (result.from >= result.to) return Error{"The span is empty: the month has just begun"};
  return result;
}

void add_availability_handlers(Router& router, const WebParts& parts) {
  router.add("GET", "/api/v1/availability",
             availability_page(parts, "application/json", availability_json));
  router.add("GET", "/api/v1/availability.csv",
             availability_page(parts, "text/csv; charset=utf-8", availability_csv));
}

}  // namespace peeringd

#include "daemon/web/event_handlers.hpp"

#include <algorithm>
#include <utility>

#include "base/suggestion.hpp"
#include "daemon/web/history_answer.hpp"
#include "http/request_target.hpp"
#include "report/events_json.hpp"

namespace peeringd {
namespace {

Result<std::optional<EventKind>> kind_of(const Query& query) {
  const auto name = query.value("kind");
  if (!name) return name.error();
  if (!*name) return std::optional<EventKind>();
  const auto found = std::ranges::find(event_kind_names, **name);
  if (found == event_kind_names.end()) {
    const std::vector<std::string_view> known(event_kind_names.begin(), event_kind_names.end());
    return Error{"No such kind of event" + known_words(known)};
  }
  return std::optional(static_cast<EventKind>(found - event_kind_names.begin()));
}

Result<EventQuery> event_query_of(const HttpRequest& request) {
  const auto query =
      Query::parse(request.query, {"before", "limit", "connection", "prefix", "kind"});
  if (!query) return query.error();
  const auto before = query->number("before", 0, UINT64_MAX);
  if (!before) return before.error();
  const auto limit = query->number("limit", 1, max_events_listed);
  if (!limit) return limit.error();
  const auto connection = query->value("connection");
  if (!connection) return connection.error();
  const auto prefix = query->value("prefix");
  if (!prefix) return prefix.error();
  const auto kind = kind_of(*query);
  if (!kind) return kind.error();
  EventQuery result{.before = *before, .connection = *connection, .prefix = *prefix, .kind = *kind};
  if (*limit) result.limit = **limit;
  return result;
}

HttpResponse events_response(const EventPage& page) {
  return response_of("application/json", events_json(page));
}

// What the history has to add to the events in memory; none if they fill the page.
std::optional<EventQuery> older_query(const EventQuery& query, const RecentEvents::Found& found) {
  if (found.page.events.size() >= query.limit) return std::nullopt;
  EventQuery older = query;
  older.limit = query.limit - found.page.events.size();
  if (found.oldest) older.before = std::min(query.before.value_or(*found.oldest), *found.oldest);
  return older;
}

// Without the history, the page ends with the events in memory, and `next` asks again.
HttpResponse without_history(EventPage page, const HttpResponse& problem) {
  if (page.events.empty()) return problem;
  page.next = page.events.back().id;
  return events_response(page);
}

HttpHandler events_page(const WebParts& parts) {
  return [parts](const HttpRequest& request, const HttpReply& reply) {
    const auto query = event_query_of(request);
    if (!query) return reply(refusal(400, query.error().message));
    auto found = parts.events.look_up(*query);
    const auto older = older_query(*query, found);
    const bool has_history = parts.history != nullptr && parts.history->facts().on;
    // The page is full: whether there are older events shows the next one.
    if (!older && has_history) found.page.next = found.page.events.back().id;
    if (!older || !has_history) return reply(events_response(found.page));
    const HttpReply reply_without = [reply, page = found.page](const HttpResponse& response) {
      reply(response.status == 200 ? response : without_history(page, response));
    };
    ask_history(parts, reply_without, [older = *older, page = found.page](OpenHistory& history) {
      EventPage whole = page;
      EventPage rest = history.journal.find_events(older);
      std::ranges::move(rest.events, std::back_inserter(whole.events));
      whole.next = rest.next;
      return events_response(whole);
    });
  };
}

}  // namespace

void add_event_handlers(Router& router, const WebParts& parts) {
  router.add("GET", "/api/v1/events", events_page(parts));
}

}  // namespace peeringd

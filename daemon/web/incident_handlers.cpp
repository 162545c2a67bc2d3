#include "daemon/web/incident_handlers.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <string>
#include <utility>

#include "base/sha256.hpp"
#include "base/suggestion.hpp"
#include "daemon/web/continuation.hpp"
#include "daemon/web/history_answer.hpp"
#include "daemon/web/history_query.hpp"
#include "history/incident_figures.hpp"
#include "history/incident_reader.hpp"
#include "http/request_target.hpp"
#include "model/config.hpp"
#include "report/incident_json.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

using AssessmentPtr = std::shared_ptr<const Assessment>;

// With more prefixes, a query does not search what is new: it would hold up the recording.
constexpr std::size_t max_searched_prefixes = 60;

// Runs `answer` on the history's thread, with the last assessment.
void ask_about_incidents(const WebParts& parts, const HttpReply& reply,
                         std::function<HttpResponse(OpenHistory&, const AssessmentPtr&)> answer) {
  when_published(parts.monitor, reply,
                 [parts, reply, answer = std::move(answer)](const auto& assessment) {
                   ask_history(parts, reply, [answer, assessment](OpenHistory& history) {
                     return answer(history, assessment);
                   });
                 });
}

Result<std::optional<IncidentKind>> kind_of_query(const Query& query) {
  const auto text = query.value("kind");
  if (!text) return text.error();
  if (!*text) return std::optional<IncidentKind>{};
  const auto found = std::ranges::find(incident_kind_names, **text);
  if (found == incident_kind_names.end()) {
    return Error{"No such kind of incident" + known_words(incident_kind_names)};
  }
  return std::optional(static_cast<IncidentKind>(found - incident_kind_names.begin()));
}

// The member `next` of an answer: SECONDS-ID.
Result<std::optional<IncidentPlace>> place_of_query(const Query& query) {
  const auto text = query.value("before");
  if (!text) return text.error();
  if (!*text) return std::optional<IncidentPlace>{};
  std::int64_t seconds = 0;
  IncidentPlace place;
  const char* const end = (*text)->data() + (*text)->size();
  const auto begins = std::from_chars((*text)->data(), end, seconds);
  const bool formed = begins.ec == std::errc{} && begins.ptr != end && *begins.ptr == '-';
  const auto id = formed ? std::from_chars(begins.ptr + 1, end, place.id) : begins;
  if (!formed || id.ec != std::errc{} || id.ptr != end) {
    return Error{"The parameter before must be the member next of an answer"};
  }
  place.from = Moment{std::chrono::seconds{seconds}};
  return std::optional(place);
}

Result<IncidentQuery> incident_query_of(const std::string& text, Moment now,
                                        std::uint64_t max_incidents) {
  const auto query =
      Query::parse(text, {"from", "to", "window", "connection", "kind", "limit", "before"});
  if (!query) return query.error();
  const auto kind = kind_of_query(*query);
  if (!kind) return kind.error();
  const auto connection = query->value("connection");
  if (!connection) return connection.error();
  const auto limit = query->number("limit", 1, max_incidents);
  if (!limit) return limit.error();
  const auto before = place_of_query(*query);
  if (!before) return before.error();
  IncidentQuery found{.connection = *connection, .kind = *kind, .before = *before};
  found.limit = static_cast<std::size_t>(limit->value_or(50));
  const auto has = [&](const char* name) { return !query->values(name).empty(); };
  if (!has("from") && !has("to") && !has("window")) return found;
  const auto span = parse_span(*query, now);
  if (!span) return span.error();
  found.from = span->from;
  found.to = span->to + 1min;  // those that began in the current minute are listed
  return found;
}

// Records of a minute are complete a little after it.
Moment searched_now(const Clock& clock) {
  return std::chrono::floor<std::chrono::seconds>(clock.wall());
}

void search_what_is_new(OpenHistory& history, Moment now) {
  const auto& series = history.records.series();
  const auto prefixes = series.end(SeriesKind::prefix) - series.first(SeriesKind::prefix);
  if (prefixes > max_searched_prefixes || now - history.incidents.searched() < 30s) return;
  // After an error, the answer has what is known. The hourly search meets the error too, and
  // reports it.
  search_now(history, now);
}

using ShowList = std::function<HttpResponse(const IncidentPage&, const Assessment&, Moment)>;

HttpHandler list_page(const WebParts& parts, std::uint64_t max_incidents, ShowList show) {
  return [=, show = std::move(show)](const HttpRequest& request, const HttpReply& reply) {
    const Moment now = searched_now(parts.clock);
    const auto query = incident_query_of(request.query, now, max_incidents);
    if (!query) return reply(refusal(400, query.error().message));
    ask_about_incidents(parts, reply,
                        [query = *query, now, show](OpenHistory& history, const auto& assessment) {
                          search_what_is_new(history, now);
                          return show(history.incidents.find_page(query), *assessment, now);
                        });
  };
}

// The other connections of the group of the incident's connection.
std::vector<std::string> others_of(const Config& config, const std::string& connection) {
  const auto own = std::ranges::find(config.connections, connection, &ConnectionConfig::name);
  std::vector<std::string> others;
  if (own == config.connections.end() || own->redundancy_group.empty()) return others;
  for (const ConnectionConfig& each : config.connections) {
    const bool same = each.redundancy_group == own->redundancy_group;
    if (same && each.name != connection) others.push_back(each.name);
  }
  return others;
}

HttpResponse evidence_of_incident(OpenHistory& history, const Assessment& assessment,
                                  std::int64_t id, bool csv, const IncidentContext& context) {
  const auto incident = history.incidents.find(id);
  if (!incident) return refusal(404, "There is no such incident");
  if (prefixes_of(history, *incident).size() > max_incident_prefixes) {
    return refusal(413, "The connection has more than " + std::to_string(max_incident_prefixes) +
                            " prefixes; the list has the incident's figures");
  }
  const auto view =
      read_incident(history, id, others_of(assessment.config(), incident->connection), context.now);
  if (!view) return refusal(404, "There is no such incident");
  std::string table = incident_csv(*view);
  if (csv) return response_of("text/csv; charset=utf-8", std::move(table));
  return response_of("application/json",
                     incident_json(*view, assessment, context, sha256_hex(table)));
}

HttpHandler incident_page(const WebParts& parts) {
  return [parts](const HttpRequest& request, const HttpReply& reply) {
    const auto parameter = request.parameters.find("id");
    std::string_view text =
        parameter == request.parameters.end() ? std::string_view() : parameter->second;
    const bool csv = text.ends_with(".csv");
    if (csv) text.remove_suffix(4);
    std::int64_t id = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), id);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) {
      return reply(refusal(400, "The id of an incident is a number"));
    }
    const IncidentContext context{.now = searched_now(parts.clock),
                                  .version = parts.reloader.facts().version,
                                  .host = parts.identity.host};
    ask_about_incidents(parts, reply, [=](OpenHistory& history, const auto& assessment) {
      return evidence_of_incident(history, *assessment, id, csv, context);
    });
  };
}

}  // namespace

void add_incident_handlers(Router& router, const WebParts& parts) {
  router.add("GET", "/api/v1/incidents",
             list_page(parts, 500, [](const auto& page, const Assessment& assessment, Moment now) {
               return response_of("application/json", incidents_json(page, assessment, now));
             }));
  router.add("GET", "/api/v1/incidents.csv",
             list_page(parts, 10'000, [](const auto& page, const Assessment&, Moment now) {
               return response_of("text/csv; charset=utf-8", incidents_csv(page.incidents, now));
             }));
  router.add("GET", "/api/v1/incidents/{id}", incident_page(parts));
}

}  // namespace peeringd

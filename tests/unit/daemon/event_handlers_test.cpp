#include "daemon/web/event_handlers.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "unit/daemon/web_handlers_fixture.hpp"
#include "unit/history/temporary_folder.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::small_history;
using test::WebHandlers;

TEST_F(WebHandlers, ListEventsNewestFirst) {
  events_.publish({EventKind::source_lost, EventLevel::warning, {"contoso-seattle"}, "gone"});
  events_.publish({EventKind::reload_accepted, EventLevel::info, {}, "reloaded"});
  events_.publish({EventKind::source_found, EventLevel::info, {"contoso-seattle"}, "back"});
  const auto summaries_of = [&](const std::string& query) {
    const auto reply = get("/api/v1/events", query);
    run_until(*reply);
    EXPECT_EQ((*reply)->status, 200U) << query;
    EXPECT_EQ((*reply)->content_type, "application/json");
    std::vector<std::string> summaries;
    const auto document = boost::json::parse((*reply)->body);
    for (const auto& event : document.at("events").as_array()) {
      summaries.emplace_back(event.at("summary").as_string());
    }
    return summaries;
  };
  using testing::ElementsAre;
  EXPECT_THAT(summaries_of("connection=contoso-seattle"), ElementsAre("back", "gone"));
  EXPECT_THAT(summaries_of("kind=reload_accepted"), ElementsAre("reloaded"));
  EXPECT_THAT(summaries_of("connection=contoso-seattle&limit=1"), ElementsAre("back"));
  EXPECT_THAT(summaries_of("before=1"), ElementsAre());
}

TEST_F(WebHandlers, ContinueTheEventsFromTheHistory) {
  const test::TemporaryFolder folder;
  const auto start = std::chrono::floor<std::chrono::microseconds>(clock_.wall() - 1h);
  const auto old_event = [&](std::uint64_t number, const char* summary) {
    Event event{EventKind::source_lost, EventLevel::warning, {"contoso-seattle"}, summary};
    event.id = static_cast<std::uint64_t>(start.time_since_epoch().count()) + number;
    return event;
  };
  {
    OpenHistory open(std::move(HistoryFile::open(folder.path(), clock_.wall()).value()));
    Transaction transaction(open.file.database());
    for (std::uint64_t i = 1; i <= 3; ++i) open.journal.add(old_event(i, "old"));
    Event debug = old_event(4, "detail");
    debug.level = EventLevel::debug;
    open.journal.add(debug);
    ASSERT_TRUE(transaction.commit());
  }
  events_.publish({EventKind::source_lost, EventLevel::warning, {"contoso-seattle"}, "new"});
  History history(small_history(folder.path()), clock_);
  const Router router = make_web_handlers({monitor_, recent_events_, reloader_, clock_, &history},
                                          loop_.get_executor());
  std::vector<std::string> summaries;
  std::string before;
  for (int page = 0; page < 10; ++page) {
    const auto reply =
        get_from(router, "/api/v1/events", "connection=contoso-seattle&limit=2" + before);
    run_until(*reply);
    ASSERT_EQ((*reply)->status, 200U);
    const auto document = boost::json::parse((*reply)->body);
    for (const auto& event : document.at("events").as_array()) {
      summaries.emplace_back(event.at("summary").as_string());
    }
    if (document.at("next").is_null()) break;
    before = "&before=" + boost::json::serialize(document.at("next"));
  }
  EXPECT_THAT(summaries, testing::ElementsAre("new", "old", "old", "old"));
}

TEST_F(WebHandlers, RejectInvalidParametersOfEvents) {
  for (const char* query : {"limit=0", "limit=501", "limit=x", "before=-1", "kind=surprise",
                            "kind=started&kind=started", "since=5"}) {
    const auto reply = get("/api/v1/events", query);
    run_until(*reply);
    EXPECT_EQ((*reply)->status, 400U) << query;
  }
}

}  // namespace
}  // namespace peeringd

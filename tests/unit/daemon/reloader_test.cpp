// Outcomes of a reload; an invalid configuration changes nothing.
#include "daemon/reloader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <filesystem>
#include <fstream>

#include "config/load_config.hpp"
#include "event/event_bus.hpp"
#include "support/captured_log.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

// Connections without a local address, so that nothing is sent.
// Listens on an address of this process, since tests run in parallel.
std::string text_of(const std::vector<std::string>& connections) {
  const auto id = static_cast<unsigned>(::getpid());
  std::string text = "web: {listen: [127.1." + std::to_string(id >> 8 & 0xff) + "." +
                     std::to_string(id & 0xff) +
                     ":8075]}\n"
                     "endpoints: [{name: edge, host: 192.0.2.1, probes: [icmp]}]\n"
                     "connections:\n";
  int prefix = 0;
  for (const std::string& name : connections) {
    text += "  - {name: " + name + ", partner: P, location: {country: DE}, prefixes: [198.51.100." +
            std::to_string(16 * prefix++) + "/28]}\n";
  }
  return text;
}

class ReloaderTest : public testing::Test {
 protected:
  explicit ReloaderTest(const std::string& text = text_of({"first"}),
                        const LoadOptions& options = {})
      : file_(testing::TempDir() + "peeringd-" + std::to_string(::getpid()) +
              "-reloader_test.yaml") {
    write(text);
    engine_.emplace(loop_.get_executor(), clock_,
                    std::make_shared<const Config>(load_config(file_, options).config));
    reloader_.emplace(file_, options, DaemonFacts{"1.2.3", clock_.wall(), true},
                      Reloader::Parts{*engine_, monitor_, server_, notifier_, events_.sink()},
                      loop_.get_executor(), clock_);
    EXPECT_TRUE(engine_->start());
  }
  ~ReloaderTest() override { std::filesystem::remove(file_); }

  void write(const std::string& text) const { std::ofstream(file_) << text; }

  void run_until(const std::function<bool()>& done) {
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (!done() && loop_.run_one_until(deadline) != 0) {
    }
  }

  Reloader::Outcome reload() {
    std::optional<Reloader::Outcome> outcome;
    reloader_->request([&](const Reloader::Outcome& result) { outcome = result; });
    run_until([&] { return outcome.has_value(); });
    return outcome.value_or(Reloader::Outcome{false, "no outcome"});
  }

  const std::filesystem::path file_;
  const SystemClock clock_;
  boost::asio::io_context loop_{1};
  HttpServer server_{HttpLimits{}};
  ServiceNotifier notifier_{loop_.get_executor(), {}, [] { return std::string(); }};
  std::optional<Engine> engine_;
  EventBus events_{clock_};
  Monitor monitor_{
      [this](Monitor::SnapshotTaken taken) { engine_->take_snapshot(std::move(taken)); }, clock_,
      events_.sink()};
  std::optional<Reloader> reloader_;
};

TEST_F(ReloaderTest, AppliesChangedFiles) {
  write(text_of({"first", "second"}));
  const auto outcome = reload();
  EXPECT_TRUE(outcome.successful) << outcome.text;
  EXPECT_EQ(outcome.text,
            "connections: 2, targets: 2 (unchanged 1, altered 0, added 1, removed 0)");
  EXPECT_EQ(engine_->config()->connections[1].name, "second");
  EXPECT_EQ(engine_->target_count(), 2U);
}

TEST_F(ReloaderTest, CompletesWhenTheAssessmentUsesTheNewConfiguration) {
  write(text_of({"first", "second"}));
  ASSERT_TRUE(reload().successful);
  const auto assessment = monitor_.latest();
  ASSERT_NE(assessment, nullptr);
  EXPECT_EQ(assessment->snapshot->config, engine_->config());
}

TEST_F(ReloaderTest, PublishesAnEventForEachReload) {
  std::vector<Event> seen;
  events_.subscribe([&](const Event& event) { seen.push_back(event); });
  write(text_of({"first", "second"}));
  reload();
  write("surprise: 1\nprobing: {interval: 1}\n" + text_of({"first"}));
  reload();
  std::erase_if(seen, [](const Event& event) {
    return event.kind != EventKind::reload_accepted && event.kind != EventKind::reload_refused;
  });
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].kind, EventKind::reload_accepted);
  EXPECT_EQ(seen[0].summary,
            "configuration reloaded: connections: 2, targets: 2 (unchanged 1, altered 0, added 1, "
            "removed 0)");
  EXPECT_EQ(seen[1].kind, EventKind::reload_refused);
  EXPECT_EQ(seen[1].level, EventLevel::error);
  ASSERT_EQ(seen[1].fields.size(), 2U);
  EXPECT_EQ(seen[1].fields[0], (EventField{"errors", std::uint64_t{2}}));
  EXPECT_THAT(std::get<std::string>(seen[1].fields[1].second), HasSubstr("surprise: unknown key"));
}

TEST_F(ReloaderTest, ReportsEveryErrorAndChangesNothing) {
  const auto config = engine_->config();
  const auto loaded_at = reloader_->facts().config_loaded_at;
  write("surprise: 1\nprobing: {interval: 1}\n" + text_of({"first"}));
  const auto outcome = reload();
  EXPECT_FALSE(outcome.successful);
  EXPECT_THAT(outcome.text, HasSubstr("reloader_test.yaml:1:1: surprise: unknown key"));
  EXPECT_THAT(outcome.text, HasSubstr("reloader_test.yaml:2:21: probing.interval: "));
  EXPECT_EQ(engine_->config(), config);
  EXPECT_FALSE(reloader_->facts().last_reload_successful);
  EXPECT_EQ(reloader_->facts().config_loaded_at, loaded_at);

  write(text_of({"first"}));
  EXPECT_TRUE(reload().successful);
  EXPECT_TRUE(reloader_->facts().last_reload_successful);
  EXPECT_GE(reloader_->facts().config_loaded_at, loaded_at);
}

TEST_F(ReloaderTest, IsRefusedIfTheBmpAddressIsInUse) {
  const auto config = engine_->config();
  boost::asio::ip::tcp::acceptor taken(loop_, {boost::asio::ip::make_address("127.0.0.1"), 0});
  const std::string address = "127.0.0.1:" + std::to_string(taken.local_endpoint().port());
  std::string text = text_of({"first"});
  text.replace(text.rfind('}'), 1, ", routes: {origin: 64496}}");
  write(text + "routes: {bmp: {listen: [\"" + address +
        "\"], routers: [{name: r1, address: 192.0.2.1}]}}\n");
  const auto outcome = reload();
  EXPECT_FALSE(outcome.successful);
  EXPECT_EQ(outcome.text,
            "routes.bmp.listen: cannot listen on " + address + ": Address already in use");
  EXPECT_EQ(engine_->config(), config);
  taken.close();
  EXPECT_TRUE(reload().successful);
}

TEST_F(ReloaderTest, LogsWarningsAndErrors) {
  write("include: [\"*.none\"]\nsurprise: 1\n" + text_of({"first"}));
  test::capture_log();
  EXPECT_FALSE(reload().successful);
  EXPECT_THAT(test::captured_log(), HasSubstr("include[0]: \"*.none\" matches no file"));
}

// Connections with a site each.
std::string text_of_sites(const std::vector<std::pair<std::string, std::string>>& connections) {
  std::vector<std::string> names;
  for (const auto& [name, site] : connections) names.push_back(name + ", site: " + site);
  return text_of(names);
}

class ReloaderAtSite : public ReloaderTest {
 protected:
  ReloaderAtSite()
      : ReloaderTest("site: lon\n" + text_of_sites({{"a", "ams"}, {"b", "lon"}}), options()) {}

  static LoadOptions options() {
    LoadOptions options;
    options.site = GivenSite{"ams", "--site"};
    return options;
  }

  std::vector<std::string> running() const {
    std::vector<std::string> names;
    for (const auto& connection : engine_->config()->connections) names.push_back(connection.name);
    return names;
  }
};

TEST_F(ReloaderAtSite, KeepsTheSite) {
  EXPECT_THAT(running(), ElementsAre("a"));
  write("site: lon\n" + text_of_sites({{"a", "ams"}, {"b", "lon"}, {"c", "ams"}}));
  const auto outcome = reload();
  EXPECT_EQ(outcome.text,
            "connections: 2, targets: 2 (unchanged 1, altered 0, added 1, removed 0)");
  EXPECT_THAT(running(), ElementsAre("a", "c"));
}

TEST_F(ReloaderAtSite, RefusesAConfigurationWithoutTheSite) {
  write("site: lon\n" + text_of_sites({{"b", "lon"}}));
  const auto outcome = reload();
  EXPECT_FALSE(outcome.successful);
  EXPECT_THAT(outcome.text, HasSubstr("--site: no connection has the site \"ams\""));
  EXPECT_THAT(running(), ElementsAre("a"));
}

TEST_F(ReloaderTest, AnswersRequestsDuringAReloadByOneMoreReload) {
  std::vector<int> calls;
  std::size_t connections = 0;
  reloader_->request([&](const auto&) {
    calls.push_back(1);
    write(text_of({"first", "second", "third"}));
  });
  reloader_->request([&](const auto&) {
    calls.push_back(2);
    connections = engine_->config()->connections.size();
  });
  reloader_->request([&](const auto&) { calls.push_back(3); });
  run_until([&] { return calls.size() == 3; });
  EXPECT_THAT(calls, ElementsAre(1, 2, 3));
  EXPECT_EQ(connections, 3U) << "what was written before the request is read";
}

}  // namespace
}  // namespace peeringd

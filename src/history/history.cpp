#include "history/history.hpp"

#include <pthread.h>

#include <boost/asio/post.hpp>
#include <utility>

#include "base/finish_within.hpp"
#include "log/log.hpp"

namespace peeringd {
namespace {

// 64 MiB: more than a minute of 100,000 targets at one probe a second.
constexpr std::size_t max_answers = 8'000'000;

constexpr std::size_t max_waiting_reads = 16;

}  // namespace

History::History(std::optional<HistoryOptions> options, const Clock& clock)
    : clock_(clock), options_(std::move(options)) {
  facts_.on = options_.has_value();
  boost::asio::post(thread_, [this] {
    pthread_setname_np(pthread_self(), "peeringd-hist");
    make_writer();
    publish_facts();
    maintain();
  });
}

void History::make_writer() {
  writer_.reset();  // releases the lock of the file first
  if (!options_) return;
  writer_ = std::make_unique<HistoryWriter>(*options_, clock_);
  writer_->open();
}

History::~History() {
  thread_.stop();
  thread_.join();
}

template <typename Put>
void History::put(Put put_into) {
  const std::lock_guard lock(mutex_);
  put_into(inbox_);
  if (std::exchange(inbox_.posted, true)) return;
  boost::asio::post(thread_, [this] { look(); });
}

void History::add(MeasurementBatch batch) {
  put([&](Inbox& inbox) {
    if (inbox.answers + batch.answers.size() > max_answers) {
      dropped_answers_ += batch.answers.size();
      batch.answers = {};
    }
    if (batch.answers.empty() && batch.ended.empty()) return;
    inbox.answers += batch.answers.size();
    inbox.batches.push_back(std::move(batch));
  });
}

void History::add(const std::shared_ptr<const Assessment>& assessment) {
  put([&](Inbox& inbox) { inbox.assessment = assessment; });
}

void History::add(const Event& event) {
  bool first_lost = false;
  put([&](Inbox& inbox) {
    if (HistoryWriter::has_room(inbox.events.size(), event.level)) {
      inbox.events.push_back(event);
    } else {
      first_lost = inbox.dropped_events++ == 0;
    }
  });
  // At once: the history's thread may hang for good.
  if (!first_lost) return;
  log::warning(
      "history: more events wait than there is room for; the newest events are not recorded");
}

void History::reload(std::optional<HistoryOptions> options) {
  const std::lock_guard lock(mutex_);
  inbox_.options.emplace(std::move(options));
}

void History::look() {
  Inbox inbox;
  {
    const std::lock_guard lock(mutex_);
    inbox = std::exchange(inbox_, {});
    // A change of the options waits for an assessment, which has the counters at its time.
    if (!inbox.assessment) inbox_.options = std::exchange(inbox.options, std::nullopt);
  }
  if (writer_) {
    for (const MeasurementBatch& batch : inbox.batches) writer_->add(batch);
    for (const Event& event : inbox.events) writer_->add(event);
    writer_->note_lost(inbox.dropped_events);
  }
  if (!inbox.assessment) return;
  if (inbox.options) switch_options(*std::move(inbox.options), *inbox.assessment->snapshot);
  if (writer_) writer_->add(*inbox.assessment);
  publish_facts();
  if (!maintaining_) maintain();
}

void History::switch_options(std::optional<HistoryOptions> options, const Snapshot& snapshot) {
  if (options == options_) return;
  if (writer_) writer_->finish(snapshot);
  options_ = std::move(options);
  make_writer();
  if (writer_) writer_->begin_at(snapshot);
}

// Works in small parts, so that queries can run in between.
void History::maintain() {
  maintaining_ = writer_ && writer_->maintain();
  if (!maintaining_) return;
  boost::asio::post(thread_, [this] { maintain(); });
}

void History::publish_facts() {
  HistoryFacts facts = writer_ ? writer_->facts() : HistoryFacts{};
  auto last_results = writer_ ? writer_->last_results() : nullptr;
  const std::lock_guard lock(mutex_);
  facts.dropped_answers = dropped_answers_;
  facts_ = std::move(facts);
  last_results_ = std::move(last_results);
}

std::shared_ptr<const std::vector<ResultChange>> History::last_results() const {
  const std::lock_guard lock(mutex_);
  return last_results_;
}

HistoryFacts History::facts() const {
  const std::lock_guard lock(mutex_);
  return facts_;
}

bool History::read(std::function<void(OpenHistory*)> use) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_reads_ >= max_waiting_reads) return false;
    ++waiting_reads_;
  }
  boost::asio::post(thread_, [this, use = std::move(use)] {
    use(writer_ ? writer_->opened() : nullptr);
    const std::lock_guard lock(mutex_);
    --waiting_reads_;
  });
  return true;
}

bool History::finish(std::shared_ptr<const Snapshot> last, Duration patience) {
  const bool finished = finish_within(thread_, patience, [this, last = std::move(last)] {
    look();
    if (writer_) writer_->finish(*last);
    publish_facts();
    thread_.stop();
  });
  if (finished) thread_.join();
  return finished;
}

}  // namespace peeringd

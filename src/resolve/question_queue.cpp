#include "resolve/question_queue.hpp"

#include <boost/asio/post.hpp>
#include <utility>

namespace peeringd {

struct QuestionQueue::Asker {
  std::deque<std::function<void()>> waiting;
  std::size_t open = 0;
};

QuestionQueue::QuestionQueue(boost::asio::any_io_executor executor, std::size_t limit)
    : executor_(std::move(executor)), limit_(limit) {}

QuestionQueue::~QuestionQueue() = default;

// The end of the list if nothing can be asked now.
std::list<QuestionQueue::Asker>::iterator QuestionQueue::next_asker() {
  auto next = askers_.end();
  for (auto asker = askers_.begin(); asker != askers_.end(); ++asker) {
    if (asker->waiting.empty() || (open_ >= limit_ && asker->open > 0)) continue;
    if (next == askers_.end() || asker->open < next->open) next = asker;
  }
  return next;
}

void QuestionQueue::schedule() {
  if (scheduled_ || next_asker() == askers_.end()) return;
  scheduled_ = true;
  boost::asio::post(executor_, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->ask_next();
  });
}

void QuestionQueue::ask_next() {
  scheduled_ = false;
  const auto asker = next_asker();
  if (asker == askers_.end()) return;  // its client is gone
  const auto ask = std::move(asker->waiting.front());
  asker->waiting.pop_front();
  ++asker->open;
  ++open_;
  askers_.splice(askers_.end(), askers_, asker);
  schedule();
  ask();
}

QuestionQueue::Client::Client(std::shared_ptr<QuestionQueue> queue)
    : queue_(std::move(queue)), asker_(queue_->askers_.emplace(queue_->askers_.end())) {}

QuestionQueue::Client::~Client() {
  queue_->open_ -= asker_->open;
  queue_->askers_.erase(asker_);
  queue_->schedule();
}

void QuestionQueue::Client::add(std::function<void()> ask) {
  asker_->waiting.push_back(std::move(ask));
  queue_->schedule();
}

void QuestionQueue::Client::close() {
  --asker_->open;
  --queue_->open_;
  queue_->schedule();
}

}  // namespace peeringd

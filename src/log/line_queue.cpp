#include "log/line_queue.hpp"

#include <exception>
#include <utility>

namespace peeringd::log {

LineQueue::LineQueue(spdlog::sink_ptr behind, std::size_t longest)
    : behind_(std::move(behind)), longest_(longest), thread_([this] { pass_on(); }) {}

LineQueue::~LineQueue() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void LineQueue::log(const spdlog::details::log_msg& message) {
  const std::lock_guard lock(mutex_);
  if (waiting_.size() == longest_) {
    waiting_.pop_front();
    ++lost_;
    ++done_;
  }
  waiting_.emplace_back(message);
  ++logged_;
  changed_.notify_all();
}

void LineQueue::wait(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, patience, [this, end = logged_] { return done_ >= end; });
}

std::size_t LineQueue::lost() const {
  const std::lock_guard lock(mutex_);
  return lost_;
}

void LineQueue::set_pattern(const std::string& pattern) {
  const std::lock_guard lock(in_use_);
  behind_->set_pattern(pattern);
}

void LineQueue::set_formatter(std::unique_ptr<spdlog::formatter> formatter) {
  const std::lock_guard lock(in_use_);
  behind_->set_formatter(std::move(formatter));
}

bool LineQueue::write(const spdlog::details::log_msg& message) {
  const std::lock_guard lock(in_use_);
  try {
    behind_->log(message);
    return true;
  } catch (const std::exception&) {  // out of memory, or a fault of spdlog
    return false;
  }
}

void LineQueue::pass_on() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const spdlog::details::log_msg_buffer message = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    const bool written = write(message);
    lock.lock();
    ++done_;
    if (!written) ++lost_;
    changed_.notify_all();
  }
}

}  // namespace peeringd::log

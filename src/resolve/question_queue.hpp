// Limits the DNS questions that this process has open at once, and shares the places fairly among
// sources: small forwarders accept few questions (dnsmasq: 150) and drop the rest.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>

namespace peeringd {

/// One per process. Starts at most one question per turn of the loop, since each takes some 70 µs
/// and hundreds may be due at once. All members run on the executor's thread.
class QuestionQueue : public std::enable_shared_from_this<QuestionQueue> {
 private:
  struct Asker;

 public:
  /// `limit` is the number of open questions. A source without an open question may exceed it by
  /// one, so that it never waits for another source's timeouts.
  explicit QuestionQueue(boost::asio::any_io_executor executor, std::size_t limit = 50);
  QuestionQueue(const QuestionQueue&) = delete;
  QuestionQueue& operator=(const QuestionQueue&) = delete;
  ~QuestionQueue();

  /// The questions of one source. The next place goes to the source with the fewest open ones.
  class Client {
   public:
    explicit Client(std::shared_ptr<QuestionQueue> queue);
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    ~Client();  ///< drops the waiting questions and closes the open ones

    /// Calls `ask` once, from the event loop, when there is a place. The question then stays open
    /// until close(). `ask` may destroy this object.
    void add(std::function<void()> ask);

    /// One of the open questions has ended.
    void close();

   private:
    std::shared_ptr<QuestionQueue> queue_;
    std::list<Asker>::iterator asker_;
  };

 private:
  std::list<Asker>::iterator next_asker();
  void schedule();
  void ask_next();

  boost::asio::any_io_executor executor_;
  std::size_t limit_;
  std::size_t open_ = 0;
  std::list<Asker> askers_;  // least recently served first
  bool scheduled_ = false;
};

}  // namespace peeringd

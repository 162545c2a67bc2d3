// Bounds the DNS questions that this process has open at once, and shares the places fairly among
// sources: small forwarders take few questions (dnsmasq: 150) and drop the rest.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>

namespace peeringd {

/// One per process. Starts at most one question per turn of the loop, since each takes some 70 us
/// and hundreds may be due at once. All members on the executor's thread.
class QuestionQueue : public std::enable_shared_from_this<QuestionQueue> {
 private:
  struct Asker;

 public:
  /// `limit`: of open questions. A source without an open question may always open one, so that it
  /// does not wait for the timeouts of another source; the limit is exceeded by at most those.
  explicit QuestionQueue(boost::asio::any_io_executor executor, std::size_t limit = 50);
  QuestionQueue(const QuestionQueue&) = delete;
  QuestionQueue& operator=(const QuestionQueue&) = delete;
  ~QuestionQueue();

  /// The questions of one source. The next place goes to the source with the fewest open questions.
  class Client {
   public:
    explicit Client(std::shared_ptr<QuestionQueue> queue);
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    ~Client();  ///< drops the waiting questions and closes the open ones

    /// Calls `ask` once, from the event loop, as soon as there is a place. The question is open
    /// from then until close(). `ask` may destroy this object.
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
  std::list<Asker> askers_;  // of equal claims, the one served longest ago is first
  bool scheduled_ = false;
};

}  // namespace peeringd

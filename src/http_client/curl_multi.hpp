// Runs curl's event interface on Asio: one epoll set for the sockets of all transfers of a source,
// one timer, and the finished transfers.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "base/clock.hpp"
#include "base/descriptor.hpp"
#include "http_client/curl_transfer.hpp"

namespace peeringd {

/// One thread. An own epoll set costs one system call per socket, whereas Asio's reactor needs a
/// registered object. A closed descriptor leaves the set by itself, so it does no harm that curl
/// may refer to a descriptor after closing it.
class CurlMulti {
 public:
  struct Handlers {
    /// The TCP handshake of this transfer has ended, successfully or not.
    std::function<void(std::uint32_t transfer)> handshake_ended;
    /// curl has finished this transfer (a CURLcode) and released it.
    std::function<void(CurlTransfer& transfer, int curl_code)> ended;
    /// The transfer that an event of this socket belongs to; null if there is none.
    std::function<CurlTransfer*(std::uint32_t transfer, int socket)> find;
  };

  /// Throws std::runtime_error if the kernel provides no epoll set, or no watch of it.
  CurlMulti(const boost::asio::any_io_executor& executor, Handlers handlers);
  CurlMulti(const CurlMulti&) = delete;
  CurlMulti& operator=(const CurlMulti&) = delete;
  ~CurlMulti();

  /// Waits until the connecting socket of this transfer is writable.
  bool watch_handshake(const CurlTransfer& transfer);

  /// Passes the transfer to curl, which starts it in this turn of drain() or the next.
  void add(CurlTransfer& transfer);

  /// Takes the transfer back from curl. Must not be called from curl's callbacks.
  void remove(CurlTransfer& transfer);

  /// What its transfers may read in one step.
  ReadBudget& budget() { return budget_; }

  /// Handles all pending events. Handlers are called only from here, and never while curl runs.
  void drain();

 private:
  struct Callbacks;

  [[noreturn]] void give_up(const char* attempt, const boost::system::error_code& error);
  void turn();
  std::size_t handle_ready();
  void handle(std::uint64_t key, std::uint32_t events);
  void finish_ended();
  void watch(const CurlTransfer& transfer, int socket, int what);
  void set_timer(long milliseconds);
  void arm(MonotonicTime deadline);
  void act(int socket, int events);

  Handlers handlers_;
  ReadBudget budget_;
  void* multi_;
  Descriptor epoll_;
  boost::asio::steady_timer timer_;
  std::optional<MonotonicTime> deadline_;  // curl's
  std::optional<MonotonicTime> armed_;     // the timer's, which may be earlier
  bool now_ = false;                       // curl wants to continue immediately
  bool draining_ = false;
  std::unique_ptr<DescriptorWatch> watch_;
  std::shared_ptr<CurlMulti*> alive_;  // for a timer's handler that runs after the destruction
};

}  // namespace peeringd

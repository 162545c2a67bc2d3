// curl's event interface on Asio: the sockets of all transfers of one source behind one epoll set,
// its one timer, and the transfers that have ended.
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

/// One thread. An epoll set of its own costs one system call a socket, where Asio's reactor wants a
/// registered object; and a descriptor leaves it by being closed, so that curl, which may speak of
/// a descriptor after closing it, confuses nobody.
class CurlMulti {
 public:
  struct Handlers {
    /// The TCP handshake of this transfer has ended, well or not.
    std::function<void(std::uint32_t transfer)> handshake_ended;
    /// curl is done with this transfer (a CURLcode). It has been taken from curl.
    std::function<void(CurlTransfer& transfer, int curl_code)> ended;
    /// The transfer that curl is to be told of an event; null when it has none with that socket.
    std::function<CurlTransfer*(std::uint32_t transfer, int socket)> find;
  };

  /// Throws std::bad_alloc or std::system_error when the kernel gives no epoll set.
  CurlMulti(const boost::asio::any_io_executor& executor, Handlers handlers);
  CurlMulti(const CurlMulti&) = delete;
  CurlMulti& operator=(const CurlMulti&) = delete;
  ~CurlMulti();

  /// Reports when the connecting socket of this transfer can be written.
  bool watch_handshake(const CurlTransfer& transfer);

  /// Hands the transfer to curl. It starts in this turn of drain() or in the next one.
  void add(CurlTransfer& transfer);

  /// Takes it back. Must not be called from curl's callbacks.
  void remove(CurlTransfer& transfer);

  /// For what its transfers read in one step.
  ReadBudget& budget() { return budget_; }

  /// Does what there is to do. Handlers are called from here alone, and never while curl runs.
  void drain();

 private:
  struct Callbacks;

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
  bool now_ = false;                       // curl wants to go on at once
  bool draining_ = false;
  std::unique_ptr<DescriptorWatch> watch_;
  std::shared_ptr<CurlMulti*> alive_;  // for the timer's handler, which may come after the end
};

}  // namespace peeringd

// A file descriptor that closes itself, and one that Asio watches.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <utility>

#include "base/result.hpp"

namespace peeringd {

/// Owns one descriptor. Any thread, one at a time.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }
  int release() { return std::exchange(number_, -1); }
  void close();

 private:
  int number_ = -1;
};

/// Calls back each time a descriptor has something to read or an error to fetch, until destroyed.
/// The callback must read until nothing is left (the watch is edge-triggered) or call again().
/// All on the executor's thread.
class DescriptorWatch {
 public:
  /// Watches `number`, which the caller still owns; it must outlive the watch. Never null. Fails
  /// with ENOSPC if the user's epoll watches are used up (fs.epoll.max_user_watches).
  static SystemResult<std::unique_ptr<DescriptorWatch>> open(
      const boost::asio::any_io_executor& executor, int number, std::function<void()> readable);
  DescriptorWatch(const DescriptorWatch&) = delete;
  DescriptorWatch& operator=(const DescriptorWatch&) = delete;
  ~DescriptorWatch();

  /// Calls back once more in a later turn of the loop, for a reader that stopped before the end.
  void again();

 private:
  struct State;
  explicit DescriptorWatch(std::shared_ptr<State> state) : state_(std::move(state)) {}

  std::shared_ptr<State> state_;
};

}  // namespace peeringd

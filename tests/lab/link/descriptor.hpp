// A file descriptor with an owner, and failing system calls with their name.
#pragma once

#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace peeringd::lab {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }

  int number() const { return number_; }

 private:
  int number_;
};

/// Passes the result of a system call on. Throws std::system_error naming `what` when it is -1.
inline int check(int result, const std::string& what) {
  if (result == -1) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

}  // namespace peeringd::lab

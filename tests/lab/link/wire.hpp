// The loop that forwards packets between two TUN devices, accurate to some hundredths of a
// millisecond.
#pragma once

#include <array>
#include <string>

#include "control.hpp"
#include "descriptor.hpp"

namespace peeringd::lab {

class Wire {
 public:
  /// Creates a SOCK_SEQPACKET socket at the path `control`. Each message is a command of
  /// control.hpp and is answered by one message. Throws std::system_error.
  Wire(Descriptor customer, Descriptor edge, Ways ways, const std::string& control);

  Wire(const Wire&) = delete;  // lanes_ points into it
  Wire& operator=(const Wire&) = delete;
  ~Wire() = default;

  /// Carries packets until `stop` (a signalfd) can be read. Throws std::system_error.
  void run(int stop);

 private:
  /// A direction with its two devices.
  struct Lane {
    int from;
    int to;
    Way& way;
  };

  void watch(int descriptor) const;
  void wait();
  void handle(int descriptor, MonotonicTime now);
  void read_packets(Lane& lane, MonotonicTime now);
  void deliver_due();
  void accept_client() const;
  void answer_client(int client);
  void arm_timer(MonotonicTime when);

  Descriptor customer_;
  Descriptor edge_;
  Ways ways_;
  std::array<Lane, 2> lanes_;
  Descriptor listener_;
  Descriptor timer_;
  Descriptor epoll_;
  MonotonicTime armed_{};
  int stop_ = -1;
  bool stopping_ = false;
};

}  // namespace peeringd::lab

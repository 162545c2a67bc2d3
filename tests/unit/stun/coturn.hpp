// coturn's turnserver as a plain STUN server on the loopback interface, for one test.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>

namespace peeringd::test {

/// Ended with the object, and with the test should that die first.
class Coturn {
 public:
  /// None when there is no turnserver to be found. Whether it listens is for a request to find out.
  static std::optional<Coturn> start(const char* address, std::uint16_t port);

  Coturn(Coturn&& other) noexcept;
  Coturn& operator=(Coturn&&) = delete;
  Coturn(const Coturn&) = delete;
  Coturn& operator=(const Coturn&) = delete;
  ~Coturn();

 private:
  explicit Coturn(pid_t process) : process_(process) {}
  pid_t process_;
};

}  // namespace peeringd::test

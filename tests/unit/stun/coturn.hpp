// coturn's turnserver as a plain STUN server on the loopback interface, for one test.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>

namespace peeringd::test {

/// Ends with the object, or with the test process.
class Coturn {
 public:
  /// None if turnserver is not installed. It may not listen yet; send a request to find out.
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

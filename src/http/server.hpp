// The HTTP endpoint: serves the router's pages from a thread of its own, so that no client, fast
// or slow, friendly or not, is felt by anything else in the process.
//
//   Router router;
//   router.add("GET", "/-/healthy", always(plain_text(200, "healthy\n")));
//   HttpServer server(HttpLimits{}, std::move(router));
//   if (auto listening = server.listen(address, 8075); !listening) …
//   server.start();
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.hpp"
#include "http/limits.hpp"
#include "http/router.hpp"
#include "net/ip_prefix.hpp"

namespace peeringd {

struct HttpAddress {
  IpAddress address;
  std::uint16_t port = 0;
};

/// HTTP/1.1 and 1.0, keep-alive, pipelining, HEAD, gzip where the client takes it. Its functions
/// are for one thread, which is none of the handlers'.
class HttpServer {
 public:
  HttpServer(const HttpLimits& limits, Router router);

  /// Stops.
  ~HttpServer();  // NOLINT(bugprone-exception-escape): see the implementation
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// Binds now, so that errors are known before anything starts; clients are served after start().
  /// Before start(), once for each address. Port 0 lets the kernel choose.
  Result<void> listen(const IpAddress& address, std::uint16_t port);

  /// Where listen() succeeded, with the ports that the kernel chose. Before stop().
  std::vector<HttpAddress> local_endpoints() const;

  /// Once. Throws std::system_error when there can be no further thread.
  void start();

  /// Accepts nobody any more, lets responses under way finish within HttpLimits::drain, closes
  /// everything and joins the thread: returns after that time at the latest, plus that of a
  /// handler's call just running. Handlers are not called afterwards, and replies still to come
  /// are dropped. Idempotent; there is no second start().
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace peeringd

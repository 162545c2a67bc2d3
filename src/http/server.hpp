// The HTTP endpoint: serves the router's pages from a thread of its own, so that no client, fast
// or slow, friendly or not, is felt by anything else in the process.
//
//   HttpServer server(HttpLimits{});
//   auto prepared = server.prepare({.listen = {{address, 8075}}});
//   if (!prepared) …
//   server.apply(*prepared);
//   Router router;
//   router.add("GET", "/-/healthy", always(plain_text(200, "healthy\n")));
//   server.start(std::move(router));
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.hpp"
#include "http/limits.hpp"
#include "http/router.hpp"
#include "http/setup.hpp"

namespace peeringd {

/// HTTP/1.1 and 1.0, over TLS where it is set up; keep-alive, pipelining, HEAD, gzip where the
/// client takes it. Its functions are for one thread, which is none of the handlers', unless they
/// say otherwise.
class HttpServer {
 public:
  explicit HttpServer(const HttpLimits& limits);

  /// Stops.
  ~HttpServer();  // NOLINT(bugprone-exception-escape): see the implementation
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// What a setup takes: sockets that are bound, certificates that were read.
  struct Prepared;
  using PreparedSetup = std::shared_ptr<Prepared>;

  /// Binds the addresses that are new and reads the files, so that errors are known before anything
  /// changes. Any thread but the server's own, one at a time, with apply(), and not during start()
  /// and stop(); waits for the server's thread.
  Result<PreparedSetup> prepare(const HttpSetup& setup);

  /// Brings it into force: addresses that are no more wanted are given up, the others go on without
  /// a gap, but for who connects in the very moment. New connections see the new certificate,
  /// requests the new users; what is under way is answered. As prepare(), of which it must be the
  /// last result.
  void apply(PreparedSetup prepared);

  /// Where it listens, with the ports that the kernel chose. Before stop().
  std::vector<HttpAddress> local_endpoints() const;

  /// Once. Throws std::system_error when there can be no further thread.
  void start(Router router);

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

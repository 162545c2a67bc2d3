// The HTTP endpoint: serves the pages of a router on a thread of its own, so that no client, fast
// or slow, friendly or hostile, can disturb the rest of the process.
//
//   HttpServer server(HttpLimits{});
//   auto prepared = server.prepare({.web = {.listen = {{address, 8075}}}});
//   if (!prepared) …
//   server.apply(*prepared);
//   Router router;
//   router.add("GET", "/-/healthy", always(plain_text(200, "healthy\n")));
//   server.start(std::move(router));
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "http/limits.hpp"
#include "http/router.hpp"
#include "http/setup.hpp"

namespace peeringd {

struct PreparedSetup;

/// HTTP/1.1 and 1.0, over TLS if that is set up; keep-alive, pipelining, HEAD, and gzip for clients
/// that accept it. Unless they say otherwise, its functions are for one thread, which must not be
/// one that handlers run on.
class HttpServer {
 public:
  explicit HttpServer(const HttpLimits& limits);

  /// Stops.
  ~HttpServer();  // NOLINT(bugprone-exception-escape): see the implementation
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// Binds the addresses that are new and reads the certificates, so that errors are known before
  /// anything changes. Waits for the server's thread. Any thread except the server's, one at a time
  /// with apply(), and not during start() and stop().
  Result<std::shared_ptr<PreparedSetup>> prepare(const HttpSetup& setup);

  /// Applies the last result of prepare(). Stops listening on addresses that the setup does not
  /// list; listens on the others without interruption, except for clients that connect at that
  /// moment. New connections use the new certificate, new requests the new users; responses under
  /// way are completed. Threads as for prepare().
  void apply(std::shared_ptr<PreparedSetup> prepared);

  /// Returns the addresses that it listens on, with the ports that the kernel chose. Before stop().
  std::vector<ListenAddress> local_endpoints() const;

  /// Returns when the current certificate is valid; none without TLS. For handlers only, on the
  /// server's thread.
  std::optional<CertificateValidity> certificate_validity() const;

  /// Begins to serve. Once. Throws std::system_error if no thread can be started.
  void start(Router router);

  /// Stops accepting clients, completes responses under way within HttpLimits::drain, closes all
  /// connections and joins the thread. Returns after that time at the latest, plus that of a
  /// handler's call under way. Afterwards no handler is called, and replies are ignored.
  /// Idempotent; there is no second start().
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace peeringd

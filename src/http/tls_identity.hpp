// The server's certificate, read from its files and again when they change. OpenSSL stays in here
// and in http_stream.
#pragma once

#include <array>
#include <boost/asio/ssl/context.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "model/web_config.hpp"

namespace peeringd {

/// What the files hold, ready for connections.
struct TlsMaterial {
  boost::asio::ssl::context context{boost::asio::ssl::context::tls_server};
  std::string client_ca;      ///< the text of client_ca_file: by it a client was let in
  Duration handshake_cost{};  ///< of the server's processor, about
};

/// A connection keeps the one that it began with.
using TlsContext = std::shared_ptr<TlsMaterial>;

/// Reads the files. The error names the key of the configuration and the file. Waits for the file
/// system, but for nothing else: a FIFO in place of a file is an error.
Result<TlsContext> load_tls_context(const WebTls& setup);

/// One thread at a time.
class TlsIdentity {
 public:
  static Result<std::shared_ptr<TlsIdentity>> load(const WebTls& setup);

  /// For a connection or a request that begins. Looks once a second whether the files have been
  /// replaced, as what renews certificates does, and reads them then; when they cannot be used,
  /// says so once and goes on with what it has.
  const TlsContext& context(MonotonicTime now);

  bool asks_for_certificate() const { return !setup_.client_ca_file.empty(); }

 private:
  // Of each file what changes when it is replaced or written: inode, size, time. All zero: not
  // there.
  using Stamps = std::array<std::array<std::int64_t, 4>, 3>;

  TlsIdentity(WebTls setup, TlsContext context, const Stamps& stamps);
  static Stamps stamps_of(const WebTls& setup);

  const WebTls setup_;
  TlsContext context_;
  Stamps stamps_;
  MonotonicTime looked_at_;
};

}  // namespace peeringd

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
#include "http/setup.hpp"

namespace peeringd {

using TlsContext = std::shared_ptr<boost::asio::ssl::context>;

/// What the files hold, ready for connections. The error names the key of the configuration and the
/// file. Blocks on the file system.
Result<TlsContext> load_tls_context(const TlsSetup& setup);

/// One thread at a time.
class TlsIdentity {
 public:
  static Result<std::shared_ptr<TlsIdentity>> load(const TlsSetup& setup);

  /// For a connection that begins. Looks once a second whether the files have been replaced, as
  /// what renews certificates does, and reads them then; when they cannot be used, says so once and
  /// goes on with what it has.
  const TlsContext& context(MonotonicTime now);

 private:
  // Of each file what changes when it is replaced or written: inode, size, time. All zero: not
  // there.
  using Stamps = std::array<std::array<std::int64_t, 4>, 3>;

  TlsIdentity(TlsSetup setup, TlsContext context, const Stamps& stamps);
  static Stamps stamps_of(const TlsSetup& setup);

  const TlsSetup setup_;
  TlsContext context_;
  Stamps stamps_;
  MonotonicTime looked_at_;
};

}  // namespace peeringd

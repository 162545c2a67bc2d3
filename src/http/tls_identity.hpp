// The server's certificate. Reads its files, and reads them again when they change.
#pragma once

#include <array>
#include <boost/asio/ssl/context.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "http/certificate_validity.hpp"
#include "model/web_config.hpp"

namespace peeringd {

/// The content of the files, ready for connections.
struct TlsMaterial {
  boost::asio::ssl::context context{boost::asio::ssl::context::tls_server};
  std::string client_ca;      ///< the text of client_ca_file, which authenticates clients
  Duration handshake_cost{};  ///< approximate processor time of a handshake
  std::optional<CertificateValidity> validity{};
};

/// A connection keeps the one of its handshake.
using TlsContext = std::shared_ptr<TlsMaterial>;

/// Reads the files. The error names the key of the configuration and the file. Waits for the file
/// system only: anything but a regular file, such as a FIFO, is an error.
Result<TlsContext> load_tls_context(const WebTls& setup);

/// Logs certificates that are not valid, or not for long: when they are read, and once a day. One
/// thread at a time.
class TlsIdentity {
 public:
  static Result<std::shared_ptr<TlsIdentity>> load(const WebTls& setup);

  /// Returns the context for a new connection or request. Checks once a second whether the files
  /// have been replaced, and reads them then; if they are not usable, logs that once and keeps the
  /// previous ones.
  const TlsContext& context(MonotonicTime now);

  const std::optional<CertificateValidity>& validity() const { return context_->validity; }

  bool asks_for_certificate() const { return !setup_.client_ca_file.empty(); }

 private:
  // Inode, size and time of each file, which change when it is replaced or written. All zero: it
  // does not exist.
  using Stamps = std::array<std::array<std::int64_t, 4>, 3>;

  TlsIdentity(WebTls setup, TlsContext context, const Stamps& stamps);
  static Stamps stamps_of(const WebTls& setup);
  void warn_of_certificate() const;

  const WebTls setup_;
  TlsContext context_;
  Stamps stamps_;
  MonotonicTime looked_at_;
  std::optional<MonotonicTime> warn_at_;
};

}  // namespace peeringd

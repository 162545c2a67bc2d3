// Which probe a DNS message belongs to. An id has only 16 bits, too few for a tag, so recent
// queries are remembered.
#pragma once

#include <optional>
#include <vector>

#include "probe/dns_message.hpp"
#include "probe/flight.hpp"
#include "probe/keyed_hash.hpp"

namespace peeringd {

/// The last 4096 queries of one socket. An answer matches its query by id and question. A forger
/// that does not know the query must also guess the socket's port and the server's address: about
/// one datagram in 2^30 succeeds per remembered query, and only falsifies a round-trip time. One
/// thread; allocates nothing after construction.
class DnsQueries {
 public:
  static constexpr std::size_t capacity = 4096;

  DnsQueries();

  /// A query for the probe. Replaces the oldest one.
  DnsQuery open(const ProbeTag& tag, const DnsOptions& options);

  /// The probe of the query with this id, for a refusal without a question. It proves less, but a
  /// forger only gains a loss.
  std::optional<ProbeTag> find(std::uint16_t id) const;

  /// The probe whose query or reply `message` is.
  std::optional<ProbeTag> find(std::uint16_t id, std::span<const std::uint8_t> message) const;

 private:
  struct Entry {
    std::uint16_t id = 0;
    bool used = false;
    ProbeTag tag;
    KeyedHash::Value question{};
  };

  KeyedHash hash_;
  std::vector<Entry> entries_;  ///< indexed by the lower bits of the id
  std::uint32_t next_ = 0;
};

}  // namespace peeringd

// Which probe a DNS message belongs to. Its id has only 16 bits, too few for a tag, so the queries
// of late are remembered.
#pragma once

#include <optional>
#include <vector>

#include "probe/dns_message.hpp"
#include "probe/flight.hpp"
#include "probe/keyed_hash.hpp"

namespace peeringd {

/// The last 4096 queries of one socket. An answer names its query by id and question. Somebody who
/// forges one without seeing the query must also hit the socket's port and the server's address:
/// about one datagram in 2^30 does, for each query that is remembered. What it gains is a wrong
/// round-trip time. One thread; allocates nothing once it is made.
class DnsQueries {
 public:
  static constexpr std::size_t capacity = 4096;

  DnsQueries();

  /// A query for the probe. The oldest one is forgotten.
  DnsQuery open(const ProbeTag& tag, const DnsOptions& options);

  /// The probe of the query with this id, for a refusal without a question: it proves less, but all
  /// that whoever forges it gains is a loss.
  std::optional<ProbeTag> find(std::uint16_t id) const;

  /// The probe whose query, or a reply to it, `message` is.
  std::optional<ProbeTag> find(std::uint16_t id, std::span<const std::uint8_t> message) const;

 private:
  struct Entry {
    std::uint16_t id = 0;
    bool used = false;
    ProbeTag tag;
    KeyedHash::Value question{};
  };

  KeyedHash hash_;
  std::vector<Entry> entries_;  ///< the lower bits of an id are the place of its entry
  std::uint32_t next_ = 0;
};

}  // namespace peeringd

// Collects from an assessment what is known about a prefix that is not up: the input of diagnose().
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/access_line.hpp"
#include "model/path_trace.hpp"
#include "model/reachability.hpp"
#include "model/rollup.hpp"
#include "model/snapshot.hpp"

namespace peeringd {

/// Unset members are unknown.
struct Evidence {
  // The host and the access line, from the host outwards.
  std::string interface {};  ///< by which the prefix leaves; empty: not known
  std::optional<bool> interface_exists{};
  std::optional<bool> enabled{};  ///< the interface is up
  std::optional<bool> carrier{};
  std::optional<bool> address{};          ///< the host has an address of the prefix
  bool lacks_source = false;              ///< it has none, whatever became of the interface
  std::optional<bool> route{};            ///< from that address towards an endpoint
  std::optional<bool> host_sends{};       ///< false: the kernel refuses to send, as a firewall does
  std::optional<bool> gateway_answers{};  ///< ARP or NDP, since the prefix failed

  /// The source is outside the prefix, or private: the gateway is a router of the site, in front of
  /// the line.
  bool behind_nat = false;
  bool ends_at_gateway = false;  ///< a trace, which went further before the failure

  // Beyond the access line.
  bool others_answer = false;                 ///< hosts answer that are not the endpoints
  std::optional<bool> path_passes_gateway{};  ///< a router behind the gateway answers a trace
  /// Endpoints other than the silent ones answer from this prefix.
  std::optional<bool> other_endpoints_answer{};
  /// Another prefix that uses the same interface gets answers: the access line works.
  std::optional<bool> access_line_works{};
  /// Another prefix reaches the silent endpoints. False: none does, although at least one leaves by
  /// another interface, whose access line has no known fault.
  std::optional<bool> other_prefixes_reach{};
  /// Another prefix gets answers from endpoints other than the silent ones, so its own access line
  /// works.
  bool other_prefix_reaches_other_endpoints = false;

  // Names.
  std::optional<bool> names_resolve{};            ///< from this prefix
  std::optional<bool> names_resolve_elsewhere{};  ///< from other prefixes
  bool lacks_addresses = false;  ///< nothing is probed, as no name has an address any more
};

/// Prefixes by their reachability, in the order of Snapshot::prefixes.
struct ReachIndex {
  std::vector<std::size_t> up;
  std::vector<std::size_t> down;
};

ReachIndex index_of(const ReachReport& reach);

/// What evidence_of() needs of an assessment. Make it once for all prefixes.
struct ReachView {
  const Snapshot& snapshot;
  const Rollup& rollup;
  const ReachReport& reach;
  std::span<const AccessLine> access;      ///< one per prefix; empty: nothing is known
  std::span<const PrefixTraces> traces{};  ///< one per prefix; empty: nothing is known
  ReachIndex index = index_of(reach);
};

/// Returns the evidence about `prefix`, an index into Snapshot::prefixes, and its silent endpoints:
/// all of them if the prefix is down. Ignores answers from before the outage and from its first
/// half: they prove nothing about its cause.
Evidence evidence_of(const ReachView& view, std::size_t prefix);

}  // namespace peeringd

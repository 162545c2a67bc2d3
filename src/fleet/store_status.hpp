// How the store answers: what the page, the metrics and the exit code report.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace peeringd {

/// Why a query failed.
enum class StoreFailure : std::uint8_t {
  unreachable,  ///< no address, no connection, or it broke
  tls,          ///< the certificate is not trusted, or the handshake failed
  timeout,
  refused,    ///< 401 or 403
  status,     ///< another status than 200, such as 500 or 422
  malformed,  ///< the answer is none of the Prometheus API
  too_large,
};
inline constexpr std::array<std::string_view, 7> store_failure_names{
    "unreachable", "tls", "timeout", "refused", "status", "malformed", "too_large"};

struct StoreProblem {
  StoreFailure failure = StoreFailure::unreachable;
  std::string text;  ///< a sentence without a final stop
};

struct OverviewIdentity {
  std::string version;
  std::string store;  ///< the URL, without credentials
  WallTime started{};
};

struct StoreStatus {
  std::string store;                     ///< as above
  bool asked = false;                    ///< at least one refresh has ended
  std::optional<StoreProblem> problem;   ///< of the last refresh
  std::optional<WallTime> data_time;     ///< of the last refresh that succeeded; none: never
  std::optional<Duration> refresh_time;  ///< that it took
  std::vector<std::string> warnings;     ///< of the last refresh that succeeded
  std::size_t branches = 0;
  std::optional<std::size_t> dark;  ///< of them; none: not known
  std::size_t connections = 0;
  std::array<std::uint64_t, store_failure_names.size()> failures{};  ///< refreshes, by StoreFailure
  std::uint64_t refreshes = 0;                                       ///< that succeeded
  Duration interval{};                                               ///< between refreshes
};

/// The status as text for Prometheus, with metrics of the process.
std::string store_metrics(const StoreStatus& status, WallTime now, std::string_view version);

}  // namespace peeringd

// Converts an assessment to the text that Prometheus scrapes. Only this folder uses prometheus-cpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "model/assessment.hpp"
#include "model/history_facts.hpp"
#include "model/route_source_status.hpp"
#include "model/web_config.hpp"

namespace peeringd {

/// The state of the daemon itself.
struct DaemonFacts {
  std::string version;
  WallTime config_loaded_at{};         ///< when the current configuration was loaded
  bool last_reload_successful = true;  ///< false: a newer configuration was refused
  std::string config_sha256{};         ///< of the files of the current one (LoadedConfig::sha256)
  std::optional<CertificateValidity> web_certificate{};  ///< none without TLS
  Duration assessment_age{};  ///< since the snapshot behind the page was taken
  HistoryFacts history{};
  RouteSourceFacts route_sources{};
};

/// How much of the metrics a page has. Each level contains the ones above it in this list.
enum class Detail : std::uint8_t {
  connection,  ///< connections, groups and the daemon
  prefix,      ///< and prefixes: what pages, and what a fleet can afford
  all,         ///< and each path and target
};

/// By Detail: values of the parameter `detail`.
inline constexpr std::array<std::string_view, 3> detail_names{"connection", "prefix", "all"};

/// `Content-Type` of an exposition.
inline constexpr const char* exposition_content_type = "text/plain; version=0.0.4; charset=utf-8";

/// All metrics in Prometheus' text format, generated piece by piece: for many targets the whole
/// text takes hundreds of megabytes. Any thread, one at a time.
class Exposition {
 public:
  /// Reads /proc/self.
  Exposition(std::shared_ptr<const Assessment> assessment, const DaemonFacts& facts,
             Detail detail = Detail::all);
  Exposition(const Exposition&) = delete;
  Exposition& operator=(const Exposition&) = delete;
  ~Exposition();

  /// The next piece: whole lines, some tens of kilobytes. Empty at the end.
  std::string next_piece();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace peeringd

// The probers of all sources: one per type and source in use, shared by all targets that are probed
// from it.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <vector>

#include "probe/prober.hpp"
#include "probe/send_failure.hpp"

namespace peeringd {

/// The probers of one source, created on first use.
class SourceProbers {
 public:
  SourceProbers(Source source, ProberContext context);

  /// Null, with a line in the log, while the prober cannot be created for lack of resources.
  Prober* for_options(const ProbeOptions& options);
  const Source& source() const { return source_; }

  void flush();  ///< every prober
  void drain();  ///< every prober

  bool owns(const Prober* prober) const;

 private:
  Source source_;
  ProberContext context_;
  std::array<std::unique_ptr<Prober>, std::variant_size_v<ProbeOptions>> by_type_;
  FailureLog failures_;
};

/// One thread, the executor's.
class ProberPool {
 public:
  explicit ProberPool(ProberContext context) : context_(std::move(context)) {}

  std::shared_ptr<SourceProbers> acquire(const Source& source);

  /// Destroys unreferenced probers once none of their probes is in flight, so that each probe is
  /// counted.
  void release_unused();

 private:
  ProberContext context_;
  std::map<Source, std::shared_ptr<SourceProbers>> by_source_;
};

}  // namespace peeringd

// The probers of all sources: one of each type for each source in use, shared by all prefixes and
// targets that leave from it.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <vector>

#include "probe/prober.hpp"
#include "probe/send_failure.hpp"

namespace peeringd {

/// The probers of one source, made when first asked for.
class SourceProbers {
 public:
  SourceProbers(Source source, ProberContext context);

  /// Null while the prober cannot be made for want of resources; the log says why.
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

  /// Destroys the probers that nobody holds any more and that have nothing in flight. Their flights
  /// are awaited until then, so that each is accounted for.
  void release_unused();

 private:
  ProberContext context_;
  std::map<Source, std::shared_ptr<SourceProbers>> by_source_;
};

}  // namespace peeringd

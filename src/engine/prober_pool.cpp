#include "engine/prober_pool.hpp"

#include <algorithm>
#include <stdexcept>

namespace peeringd {
namespace {

bool any_in_flight(FlightTable& flights, const SourceProbers& probers) {
  for (FlightIndex index = 0; index < flights.size(); ++index) {
    if (flights[index].prober != nullptr && probers.owns(flights[index].prober)) return true;
  }
  return false;
}

}  // namespace

SourceProbers::SourceProbers(Source source, ProberContext context)
    : source_(std::move(source)), context_(std::move(context)) {}

Prober* SourceProbers::for_options(const ProbeOptions& options) {
  auto& prober = by_type_[options.index()];
  if (prober) return prober.get();
  try {
    prober = make_prober(options, source_, context_);
  } catch (const std::runtime_error& error) {
    failures_.note(context_.clock.now(), "cannot set up a type of probe", source_, error.what());
  }
  return prober.get();
}

void SourceProbers::flush() {
  for (const auto& prober : by_type_) {
    if (prober) prober->flush();
  }
}

void SourceProbers::drain() {
  for (const auto& prober : by_type_) {
    if (prober) prober->drain();
  }
}

bool SourceProbers::owns(const Prober* prober) const {
  return std::any_of(by_type_.begin(), by_type_.end(),
                     [&](const auto& own) { return own.get() == prober; });
}

std::shared_ptr<SourceProbers> ProberPool::acquire(const Source& source) {
  auto& probers = by_source_[source];
  if (!probers) probers = std::make_shared<SourceProbers>(source, context_);
  return probers;
}

void ProberPool::release_unused() {
  std::erase_if(by_source_, [&](const auto& item) {
    return item.second.use_count() == 1 && !any_in_flight(context_.flights, *item.second);
  });
}

}  // namespace peeringd

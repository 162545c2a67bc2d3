#include "engine/trust_watch.hpp"

#include <boost/asio/post.hpp>
#include <stdexcept>

#include "model/config.hpp"
#include "model/endpoint_config.hpp"
#include "model/probe_traits.hpp"

namespace peeringd {
namespace {

constexpr Duration between_looks = std::chrono::seconds{2};

}  // namespace

std::set<std::string> trusted_files_of(const Config& config) {
  std::set<std::string> files;
  for (const EndpointConfig& endpoint : config.endpoints) {
    for (const ProbeConfig& probe : endpoint.probes) {
      const auto roots = traits_of(probe.options).trusted_roots;
      if (roots) files.emplace(*roots);
    }
  }
  return files;
}

TrustWatch::~TrustWatch() {
  stop();
}

void TrustWatch::look(MonotonicTime now) {
  if (now < next_look_ || looking_ || anchors_->empty()) return;
  next_look_ = now + between_looks;
  try {
    if (!thread_) thread_.emplace(1);
    looking_ = true;
    boost::asio::post(*thread_, [this] {
      anchors_->refresh(TrustAnchors::When::at_rest);
      looking_ = false;
    });
  } catch (const std::runtime_error&) {  // no thread now: what was read stays in use
    looking_ = false;
  }
}

void TrustWatch::stop() {
  if (thread_) thread_->join();
  thread_.reset();
}

}  // namespace peeringd

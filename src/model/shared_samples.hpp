// The memory of a SampleWindow. A copy shares it until one of the two is changed, so that a
// snapshot of many targets copies no samples.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace peeringd {

/// A reference to an array of samples, counted like a std::shared_ptr: several threads may use,
/// copy and destroy references of their own to the same array. One pointer; the count stands before
/// the samples.
class SharedSamples {
 public:
  using Sample = std::uint32_t;

  /// No array.
  SharedSamples() = default;

  /// A new array of `size` samples, all equal to `value`.
  SharedSamples(std::size_t size, Sample value) : memory_(new Sample[size + 1]) {
    memory_[0] = 1;
    std::fill_n(data(), size, value);
  }

  SharedSamples(const SharedSamples& other) noexcept : memory_(other.memory_) {
    if (memory_ != nullptr) holders().fetch_add(1, std::memory_order_relaxed);
  }
  SharedSamples(SharedSamples&& other) noexcept : memory_(std::exchange(other.memory_, nullptr)) {}
  SharedSamples& operator=(SharedSamples other) noexcept {
    std::swap(memory_, other.memory_);
    return *this;
  }
  ~SharedSamples() {
    if (memory_ != nullptr && holders().fetch_sub(1, std::memory_order_acq_rel) == 1) {
      delete[] memory_;
    }
  }

  /// Whether another reference to the same array exists. If not, none can appear, except by copying
  /// this one, and all that the others have read was read before.
  bool is_shared() const noexcept {
    return memory_ != nullptr && holders().load(std::memory_order_acquire) > 1;
  }

  /// Only an array that is not shared may be changed.
  Sample* data() noexcept { return memory_ + 1; }
  const Sample* data() const noexcept { return memory_ + 1; }

  /// Prefetches the count, which is_shared() reads, and one sample.
  void prefetch(std::size_t sample) const noexcept {
    __builtin_prefetch(memory_, 1);
    __builtin_prefetch(memory_ + 1 + sample, 1);
  }

 private:
  std::atomic_ref<Sample> holders() const noexcept { return std::atomic_ref<Sample>(*memory_); }

  Sample* memory_ = nullptr;  // the number of references, then the samples
};

}  // namespace peeringd

#include "record/record_codec.hpp"

#include "model/sample_window.hpp"
#include "record/rice_code.hpp"
#include "record/varint.hpp"

namespace peeringd {
namespace {

constexpr std::uint64_t largest_count = std::uint64_t{1} << 48;

// The bits of the masks, which must never change: later reasons are appended.
static_assert(loss_reason_names == std::array<std::string_view, 8>{"timeout", "refused",
                                                                   "unreachable", "reset", "tls",
                                                                   "status", "body", "dns"});
static_assert(error_reason_names ==
              std::array<std::string_view, 4>{"source", "resolve", "permission", "send"});

namespace flag {
constexpr unsigned sent = 1;
constexpr unsigned received = 2;
constexpr unsigned differences = 4;
constexpr unsigned inconclusive = 8;
constexpr unsigned skipped = 16;
constexpr unsigned lost = 32;
constexpr unsigned errors = 64;
constexpr unsigned all = 127;
}  // namespace flag

template <typename Counts>
void append_counts(Bytes& bytes, const Counts& counts) {
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] != 0) mask |= std::uint64_t{1} << i;
  }
  append_varint(bytes, mask);
  for (const std::uint64_t count : counts) {
    if (count != 0) append_varint(bytes, count);
  }
}

// The bits of a distance and of a count that do not fit into the unary code.
constexpr unsigned distance_bits = 11;
constexpr unsigned count_bits = 48;
constexpr unsigned parameters = 16;  // 0 … 15

struct RiceParameters {
  unsigned distance = 0;
  unsigned count = 0;
};

template <typename Number>
unsigned best_parameter(std::size_t size, unsigned fixed_bits, const Number& number) {
  unsigned best = 0;
  std::uint64_t fewest = UINT64_MAX;
  for (unsigned k = 0; k < parameters; ++k) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < size; ++i) bits += rice_bits(number(i), k, fixed_bits);
    if (bits > fewest) break;  // the size has a single minimum, which is behind us
    fewest = bits;
    best = k;
  }
  return best;
}

void append_buckets(Bytes& bytes, std::span<const Distribution::Bucket> buckets) {
  if (buckets.empty()) return;
  const auto distance = [&](std::size_t i) -> std::uint64_t {
    return buckets[i + 1].index() - buckets[i].index() - 1;
  };
  const auto count = [&](std::size_t i) { return buckets[i].count() - 1; };
  const RiceParameters best{best_parameter(buckets.size() - 1, distance_bits, distance),
                            best_parameter(buckets.size(), count_bits, count)};
  append_varint(bytes, buckets.size());
  append_varint(bytes, buckets.front().index());
  bytes.push_back(static_cast<std::uint8_t>(best.distance << 4 | best.count));
  BitWriter writer(bytes);
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    if (i > 0) writer.put_rice(distance(i - 1), best.distance, distance_bits);
    writer.put_rice(count(i), best.count, count_bits);
  }
}

unsigned flags_of(const PeriodRecord& record) {
  unsigned flags = 0;
  if (record.sent != record.received + record.lost_total()) flags |= flag::sent;
  if (record.received != record.round_trips.count()) flags |= flag::received;
  if (record.difference_count != record.received) flags |= flag::differences;
  if (record.inconclusive != 0) flags |= flag::inconclusive;
  if (record.skipped != 0) flags |= flag::skipped;
  if (record.lost_total() != 0) flags |= flag::lost;
  if (record.error_total() != 0) flags |= flag::errors;
  return flags;
}

/// Reads the parts one after the other; once one is wrong, the rest is not read.
class RecordReader {
 public:
  explicit RecordReader(std::span<const std::uint8_t> bytes) : reader_(bytes) {}

  Result<PeriodRecord> read() {
    const auto flags = static_cast<unsigned>(number(flag::all));
    record_.difference_sum = SampleWindow::unit * static_cast<std::int64_t>(number(largest_count));
    const std::uint64_t sent = (flags & flag::sent) != 0 ? count() : 0;
    const std::uint64_t received = (flags & flag::received) != 0 ? count() : 0;
    const std::uint64_t differences = (flags & flag::differences) != 0 ? count() : 0;
    if ((flags & flag::inconclusive) != 0) record_.inconclusive = count();
    if ((flags & flag::skipped) != 0) record_.skipped = count();
    if ((flags & flag::lost) != 0) read_counts(record_.lost);
    if ((flags & flag::errors) != 0) read_counts(record_.errors);
    read_buckets();
    if (!valid_) return Error{"a damaged record"};
    record_.received = (flags & flag::received) != 0 ? received : record_.round_trips.count();
    record_.sent = (flags & flag::sent) != 0 ? sent : record_.received + record_.lost_total();
    record_.difference_count = (flags & flag::differences) != 0 ? differences : record_.received;
    return std::move(record_);
  }

 private:
  std::uint64_t number(std::uint64_t largest) {
    const auto next = valid_ ? reader_.next(largest) : std::nullopt;
    if (!next) valid_ = false;
    return next.value_or(0);
  }

  std::uint64_t count() { return number(largest_count); }

  template <typename Counts>
  void read_counts(Counts& counts) {
    const std::uint64_t mask = number((std::uint64_t{1} << counts.size()) - 1);
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if ((mask >> i & 1U) != 0) counts[i] = count();
    }
  }

  void read_buckets() {
    if (!valid_ || reader_.at_end()) return;
    const std::uint64_t size = number(Distribution::bucket_count);
    std::uint64_t index = number(Distribution::bucket_count - 1);
    const auto rest = reader_.rest();
    if (size == 0 || rest.empty()) valid_ = false;
    if (!valid_) return;
    const unsigned packed = rest[0];
    const RiceParameters parameter{packed >> 4, packed & 15};
    BitReader bits(rest.subspan(1));
    for (std::uint64_t i = 0; i < size && valid_; ++i) {
      if (i > 0) index += 1 + bits.take_rice(parameter.distance, distance_bits);
      const std::uint64_t held = 1 + bits.take_rice(parameter.count, count_bits);
      if (bits.overrun() || index >= Distribution::bucket_count || held > largest_count) {
        valid_ = false;
        return;
      }
      record_.round_trips.add_bucket(static_cast<std::uint32_t>(index), held);
    }
    if (!bits.at_end()) valid_ = false;
  }

  VarintReader reader_;
  PeriodRecord record_;
  bool valid_ = true;
};

}  // namespace

void encode(const PeriodRecord& record, std::vector<std::uint8_t>& bytes) {
  const unsigned flags = flags_of(record);
  append_varint(bytes, flags);
  append_varint(bytes, static_cast<std::uint64_t>(record.difference_sum / SampleWindow::unit));
  if ((flags & flag::sent) != 0) append_varint(bytes, record.sent);
  if ((flags & flag::received) != 0) append_varint(bytes, record.received);
  if ((flags & flag::differences) != 0) append_varint(bytes, record.difference_count);
  if ((flags & flag::inconclusive) != 0) append_varint(bytes, record.inconclusive);
  if ((flags & flag::skipped) != 0) append_varint(bytes, record.skipped);
  if ((flags & flag::lost) != 0) append_counts(bytes, record.lost);
  if ((flags & flag::errors) != 0) append_counts(bytes, record.errors);
  append_buckets(bytes, record.round_trips.buckets());
}

Result<PeriodRecord> decode_record(std::span<const std::uint8_t> bytes) {
  return RecordReader(bytes).read();
}

}  // namespace peeringd

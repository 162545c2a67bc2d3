// A full table by BMP: 1.2 million routes, of which a few concern the configuration.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <memory>
#include <vector>

#include "bgp/bmp_session.hpp"

namespace {

using namespace peeringd;
using Bytes = std::vector<std::uint8_t>;

constexpr std::uint32_t table_size = 1'200'000;
constexpr std::uint32_t prefixes_per_update = 3;  // about what routers send

void append(Bytes& bytes, std::uint64_t value, int size) {
  for (int i = size - 1; i >= 0; --i) bytes.push_back(static_cast<std::uint8_t>(value >> 8 * i));
}

/// ORIGIN, AS_PATH of five AS, NEXT_HOP and two communities.
Bytes attributes() {
  Bytes bytes{0x40, 1, 1, 0, 0x40, 2, 22, 2, 5};
  for (const std::uint32_t as : {64501U, 64510U, 64511U, 64512U, 64666U}) append(bytes, as, 4);
  for (const int byte : {0x40, 3, 4, 10, 0, 0, 11, 0xc0, 8, 8}) {
    bytes.push_back(static_cast<std::uint8_t>(byte));
  }
  append(bytes, 0xfbf500010000fbf5, 8);
  return bytes;
}

/// One Route Monitoring message with the prefixes FIRST … FIRST + 2, each a /24 from 1.0.0.0 on.
void append_message(Bytes& stream, std::uint32_t first, const Bytes& path) {
  const std::size_t update = 19 + 4 + path.size() + prefixes_per_update * 4;
  stream.push_back(3);
  append(stream, 6 + 42 + update, 4);
  stream.push_back(0);
  append(stream, 0, 2 + 8 + 12);
  append(stream, 0xc000020b0000fbf5, 8);  // 192.0.2.11, AS 64501
  append(stream, 0, 12);
  stream.insert(stream.end(), 16, 0xff);
  append(stream, update, 2);
  stream.push_back(2);
  append(stream, 0, 2);
  append(stream, path.size(), 2);
  stream.insert(stream.end(), path.begin(), path.end());
  for (std::uint32_t i = 0; i < prefixes_per_update; ++i) {
    stream.push_back(24);
    append(stream, 0x010000 + first + i, 3);
  }
}

Bytes full_table() {
  Bytes stream;
  const Bytes path = attributes();
  for (std::uint32_t first = 0; first < table_size; first += prefixes_per_update) {
    append_message(stream, first, path);
  }
  return stream;
}

void read_full_table(benchmark::State& state) {
  const Bytes table = full_table();
  std::vector<IpPrefix> prefixes;
  for (int i = 0; i < 100; ++i) {
    prefixes.emplace_back(boost::asio::ip::address_v4(0x02000000U + (unsigned(i) << 12)), 24);
  }
  const auto filter = std::make_shared<const PrefixFilter>(prefixes);
  for (auto _ : state) {
    BmpSession session("router", RouteView::pre_policy, filter);
    std::vector<BmpReport> reports;
    std::size_t of_ours = 0;
    std::span<const std::uint8_t> rest = table;
    while (!rest.empty()) {
      const auto frame = next_bmp_frame(rest);
      reports.clear();
      session.read(**frame, reports);
      of_ours += reports.size();
      rest = rest.subspan((*frame)->size);
    }
    // A peer that comes up is reported twice.
    if (session.counts().prefixes != table_size || of_ours != prefixes.size() + 2) std::abort();
  }
  state.SetItemsProcessed(state.iterations() * table_size);
}
BENCHMARK(read_full_table)->Unit(benchmark::kMillisecond);

}  // namespace

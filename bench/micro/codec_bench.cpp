// The cost of encoding the message of a probe and decoding its answer.
#include <benchmark/benchmark.h>

#include <algorithm>

#include "probe/echo_message.hpp"
#include "probe/stun_transaction.hpp"

namespace peeringd {
namespace {

void icmp_encode(benchmark::State& state) {
  const EchoCodec codec;
  ProbeTag tag{1, 2, 3};
  for (auto _ : state) {
    ++tag.number;
    benchmark::DoNotOptimize(codec.encode_request(Family::ipv4, 7, tag));
  }
}
BENCHMARK(icmp_encode);

void icmp_decode(benchmark::State& state) {
  const EchoCodec codec;
  EchoMessage message = codec.encode_request(Family::ipv4, 7, {1, 2, 3});
  message[0] = echo_reply_type(Family::ipv4);
  for (auto _ : state) {
    benchmark::DoNotOptimize(codec.decode(echo_reply_type(Family::ipv4), message));
  }
}
BENCHMARK(icmp_decode);

void stun_encode(benchmark::State& state) {
  const TransactionCodec codec;
  ProbeTag tag{1, 2, 3};
  for (auto _ : state) {
    ++tag.number;
    benchmark::DoNotOptimize(encode_binding_request(codec.encode(tag)));
  }
}
BENCHMARK(stun_encode);

void stun_decode(benchmark::State& state) {
  const TransactionCodec codec;
  const BindingRequest message = encode_binding_request(codec.encode({1, 2, 3}));
  for (auto _ : state) {
    const auto read = read_stun_message(message);
    benchmark::DoNotOptimize(codec.decode(read->transaction_id));
  }
}
BENCHMARK(stun_decode);

}  // namespace
}  // namespace peeringd

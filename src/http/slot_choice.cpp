#include "http/slot_choice.hpp"

#include <algorithm>
#include <tuple>

namespace peeringd {
namespace {

using Verdict = SlotChoice::Verdict;

template <typename Condition>
std::size_t count_of(std::span<const SlotFacts> taken, Condition condition) {
  return static_cast<std::size_t>(std::count_if(taken.begin(), taken.end(), condition));
}

// The smallest is closed first.
auto order_of(const SlotFacts& facts, std::span<const SlotFacts> taken) {
  const auto of_client =
      count_of(taken, [&](const SlotFacts& other) { return other.client == facts.client; });
  const bool crowds = of_client * 4 > taken.size();
  return std::tuple(!facts.unauthenticated, !crowds, *facts.stalled_since);
}

// Chooses among the connections that `may_go`.
template <typename Condition>
SlotChoice replace_one(std::span<const SlotFacts> taken, Condition may_go) {
  SlotChoice choice{Verdict::wait};
  for (std::size_t i = 0; i < taken.size(); ++i) {
    if (!taken[i].stalled_since || !may_go(taken[i])) continue;
    if (choice.verdict == Verdict::replace &&
        order_of(taken[choice.victim], taken) <= order_of(taken[i], taken)) {
      continue;
    }
    choice = {Verdict::replace, i};
  }
  return choice;
}

// Chooses the newest connection of a client beyond its limit, as it has the least to lose.
SlotChoice close_surplus(std::span<const SlotFacts> taken, const HttpLimits& limits) {
  for (std::size_t i = taken.size(); i-- > 0;) {
    const auto same = [&](const SlotFacts& other) { return other.client == taken[i].client; };
    if (count_of(taken, same) > limits.connections_per_client) return {Verdict::replace, i};
  }
  return {Verdict::wait};
}

}  // namespace

IpAddress client_of(const IpAddress& address) {
  if (!address.is_v6()) return address;
  const auto v6 = address.to_v6();
  if (v6.is_v4_mapped()) {
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, v6);
  }
  auto bytes = v6.to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  return boost::asio::ip::address_v6(bytes, v6.scope_id());
}

SlotChoice choose_slot(std::span<const SlotFacts> taken, const IpAddress& client,
                       const HttpLimits& limits) {
  const auto own = [&](const SlotFacts& facts) { return facts.client == client; };
  const auto handshaking = [](const SlotFacts& facts) { return facts.handshaking; };
  const auto unauthenticated = [](const SlotFacts& facts) { return facts.unauthenticated; };
  const auto anybody = [](const SlotFacts& /*facts*/) { return true; };
  if (taken.size() >= limits.connections) {
    if (count_of(taken, own) >= limits.connections_per_client) return replace_one(taken, own);
    const SlotChoice choice = replace_one(taken, anybody);
    return choice.verdict == Verdict::wait ? close_surplus(taken, limits) : choice;
  }
  if (count_of(taken, handshaking) >= limits.handshakes) return replace_one(taken, handshaking);
  if (count_of(taken, unauthenticated) >= limits.unauthenticated)
    return replace_one(taken, unauthenticated);
  return {};
}

SlotChoice choose_long_body_slot(std::span<const SlotFacts> taken, const IpAddress& client,
                                 const HttpLimits& limits) {
  const auto any = [](const SlotFacts& facts) { return facts.long_body; };
  const auto own = [&](const SlotFacts& facts) {
    return facts.long_body && facts.client == client;
  };
  if (count_of(taken, own) >= limits.long_bodies_per_client) return replace_one(taken, own);
  if (count_of(taken, any) >= limits.long_bodies) return replace_one(taken, any);
  return {};
}

}  // namespace peeringd

#include "http/place_choice.hpp"

#include <algorithm>
#include <tuple>

namespace peeringd {
namespace {

using Verdict = PlaceChoice::Verdict;

template <typename Condition>
std::size_t count_of(std::span<const PlaceFacts> taken, Condition condition) {
  return static_cast<std::size_t>(std::count_if(taken.begin(), taken.end(), condition));
}

// The smallest goes first.
auto order_of(const PlaceFacts& facts, std::span<const PlaceFacts> taken) {
  const auto of_client =
      count_of(taken, [&](const PlaceFacts& other) { return other.client == facts.client; });
  const bool crowds = of_client * 4 > taken.size();
  return std::tuple(!facts.stranger, !crowds, *facts.still_since);
}

// Of those that `may_go`.
template <typename Condition>
PlaceChoice replace_one(std::span<const PlaceFacts> taken, Condition may_go) {
  PlaceChoice choice{Verdict::wait};
  for (std::size_t i = 0; i < taken.size(); ++i) {
    if (!taken[i].still_since || !may_go(taken[i])) continue;
    if (choice.verdict == Verdict::replace &&
        order_of(taken[choice.victim], taken) <= order_of(taken[i], taken)) {
      continue;
    }
    choice = {Verdict::replace, i};
  }
  return choice;
}

// The newest of those that a client has beyond its limit: it has the least to lose.
PlaceChoice take_back(std::span<const PlaceFacts> taken, const HttpLimits& limits) {
  for (std::size_t i = taken.size(); i-- > 0;) {
    const auto same = [&](const PlaceFacts& other) { return other.client == taken[i].client; };
    if (count_of(taken, same) > limits.connections_per_client) return {Verdict::replace, i};
  }
  return {Verdict::wait};
}

}  // namespace

PlaceChoice choose_place(std::span<const PlaceFacts> taken, const IpAddress& client,
                         const HttpLimits& limits) {
  const auto own = [&](const PlaceFacts& facts) { return facts.client == client; };
  const auto handshaking = [](const PlaceFacts& facts) { return facts.handshaking; };
  const auto stranger = [](const PlaceFacts& facts) { return facts.stranger; };
  const auto anybody = [](const PlaceFacts& /*facts*/) { return true; };
  if (taken.size() >= limits.connections) {
    if (count_of(taken, own) >= limits.connections_per_client) return replace_one(taken, own);
    const PlaceChoice choice = replace_one(taken, anybody);
    return choice.verdict == Verdict::wait ? take_back(taken, limits) : choice;
  }
  if (count_of(taken, handshaking) >= limits.handshakes) return replace_one(taken, handshaking);
  if (count_of(taken, stranger) >= limits.strangers) return replace_one(taken, stranger);
  return {};
}

PlaceChoice choose_long_body_place(std::span<const PlaceFacts> taken, const IpAddress& client,
                                   const HttpLimits& limits) {
  const auto any = [](const PlaceFacts& facts) { return facts.long_body; };
  const auto own = [&](const PlaceFacts& facts) {
    return facts.long_body && facts.client == client;
  };
  if (count_of(taken, own) >= limits.long_bodies_per_client) return replace_one(taken, own);
  if (count_of(taken, any) >= limits.long_bodies) return replace_one(taken, any);
  return {};
}

}  // namespace peeringd

#include "net/read_access_lines.hpp"

#include <linux/rtnetlink.h>

#include <cerrno>
#include <chrono>
#include <map>
#include <utility>

#include "net/netlink_answers.hpp"
#include "net/netlink_exchange.hpp"
#include "net/netlink_message.hpp"
#include "net/netlink_requests.hpp"

namespace peeringd {
namespace {

using netlink::Bytes;
using netlink::ChosenRoute;
using netlink::InterfaceState;
using netlink::Neighbour;

constexpr Duration patience = std::chrono::milliseconds{500};

// Whether the kernel has no such route.
bool has_no_such_route(int error) {
  return error == ENETUNREACH || error == EHOSTUNREACH || error == EACCES;
}

// One reading, in rounds of requests: routes, then the interfaces and the next hops that the
// routes lead to. A requested value that is null does not exist.
class Reading {
 public:
  Reading(std::span<const AccessQuery> queries, MonotonicTime now)
      : queries_(queries),
        now_(now),
        routes_(queries.size()),
        refused_(queries.size()),
        chosen_(queries.size()) {}

  Result<std::vector<AccessLine>> run() {
    auto exchange = NetlinkExchange::open(patience);
    if (!exchange) return exchange.error();
    if (auto asked = request_first_routes(*exchange); !asked) return asked.error();
    if (auto asked = request_other_routes(*exchange); !asked) return asked.error();
    if (auto asked = request_interfaces(*exchange); !asked) return asked.error();
    if (auto asked = request_neighbours(*exchange); !asked) return asked.error();
    std::vector<AccessLine> lines;
    for (std::size_t i = 0; i < queries_.size(); ++i) lines.push_back(line_of(i));
    return lines;
  }

 private:
  using Hop = std::pair<unsigned, IpAddress>;

  struct Question {
    std::size_t query;
    std::size_t destination;
  };

  Result<void> request_first_routes(NetlinkExchange& exchange) {
    std::vector<Question> questions;
    for (std::size_t i = 0; i < queries_.size(); ++i) {
      if (queries_[i].source && !queries_[i].destinations.empty()) questions.push_back({i, 0});
    }
    return request_routes(exchange, questions);
  }

  // One endpoint without a route proves nothing about the line.
  Result<void> request_other_routes(NetlinkExchange& exchange) {
    std::vector<Question> questions;
    for (std::size_t i = 0; i < queries_.size(); ++i) {
      if (!is_without_route(i)) continue;
      for (std::size_t d = 1; d < queries_[i].destinations.size(); ++d) questions.push_back({i, d});
    }
    return request_routes(exchange, questions);
  }

  bool is_without_route(std::size_t index) const {
    return routes_[index] ? !routes_[index]->delivers : refused_[index];
  }

  // Keeps the first route that delivers.
  Result<void> request_routes(NetlinkExchange& exchange, const std::vector<Question>& questions) {
    return exchange.run(
        questions.size(),
        [&](std::size_t index, std::uint32_t sequence, std::span<std::byte> buffer) {
          const auto [query, destination] = questions[index];
          return netlink::write_route_request(buffer, sequence, *queries_[query].source,
                                              queries_[query].destinations[destination]);
        },
        [&](std::size_t index, const nlmsghdr& header, Bytes payload) {
          const auto [query, destination] = questions[index];
          if (routes_[query] && routes_[query]->delivers) return;
          if (header.nlmsg_type != RTM_NEWROUTE) {
            const bool refused = has_no_such_route(netlink::read_error(payload));
            refused_[query] = (destination == 0 || refused_[query]) && refused;
          } else if (const auto route = netlink::read_chosen_route(payload);
                     route && (destination == 0 || route->delivers)) {
            routes_[query] = route;
            chosen_[query] = destination;
          }
        });
  }

  Result<void> request_interfaces(NetlinkExchange& exchange) {
    for (std::size_t i = 0; i < queries_.size(); ++i) {
      if (routes_[i] && routes_[i]->interface_index != 0) {
        by_index_[routes_[i]->interface_index];
      } else if (!queries_[i].interface.empty()) {
        by_name_[queries_[i].interface];
      }
    }
    if (auto asked = request_each(exchange, by_index_); !asked) return asked;
    return request_each(exchange, by_name_);
  }

  template <typename Key>
  static Result<void> request_each(NetlinkExchange& exchange,
                                   std::map<Key, std::optional<InterfaceState>>& interfaces) {
    std::vector<Key> keys;
    for (const auto& [key, state] : interfaces) keys.push_back(key);
    return exchange.run(
        keys.size(),
        [&](std::size_t index, std::uint32_t sequence, std::span<std::byte> buffer) {
          return netlink::write_interface_request(buffer, sequence, keys[index]);
        },
        [&](std::size_t index, const nlmsghdr& header, Bytes payload) {
          if (header.nlmsg_type != RTM_NEWLINK) return;
          interfaces[keys[index]] = netlink::read_interface_state(payload);
        });
  }

  Result<void> request_neighbours(NetlinkExchange& exchange) {
    std::vector<Hop> hops;
    for (std::size_t i = 0; i < queries_.size(); ++i) {
      const auto hop = hop_of(i);
      if (hop && neighbours_.emplace(*hop, std::nullopt).second) hops.push_back(*hop);
    }
    return exchange.run(
        hops.size(),
        [&](std::size_t index, std::uint32_t sequence, std::span<std::byte> buffer) {
          return netlink::write_neighbour_request(buffer, sequence, hops[index].first,
                                                  hops[index].second);
        },
        [&](std::size_t index, const nlmsghdr& header, Bytes payload) {
          if (header.nlmsg_type != RTM_NEWNEIGH) return;
          neighbours_[hops[index]] = netlink::read_neighbour(payload);
        });
  }

  // The next hop of a query that address resolution is needed for.
  std::optional<Hop> hop_of(std::size_t index) const {
    const auto& route = routes_[index];
    if (!route || !route->delivers) return std::nullopt;
    const auto interface = by_index_.find(route->interface_index);
    if (interface == by_index_.end() || !interface->second) return std::nullopt;
    if (!interface->second->resolves) return std::nullopt;
    return Hop{route->interface_index,
               route->gateway.value_or(queries_[index].destinations[chosen_[index]])};
  }

  AccessLine line_of(std::size_t index) const {
    AccessLine line;
    line.interface = queries_[index].interface;
    const auto& route = routes_[index];
    if (route || refused_[index]) line.route = route && route->delivers;
    if (route && route->interface_index != 0) {
      note_interface(line, by_index_.at(route->interface_index));
    } else if (!line.interface.empty()) {
      note_interface(line, by_name_.at(line.interface));
    }
    if (queries_[index].source) {
      line.address = true;
    } else if (line.carrier == true) {
      line.address = false;
    }
    if (const auto hop = hop_of(index)) note_next_hop(line, *hop);
    return line;
  }

  static void note_interface(AccessLine& line, const std::optional<InterfaceState>& state) {
    line.interface_exists = state.has_value();
    if (!state) return;
    line.interface = state->name;
    line.enabled = state->enabled;
    if (state->enabled) line.carrier = state->carrier;
  }

  // Without an entry nothing was sent to it lately: that it does not answer is not known.
  void note_next_hop(AccessLine& line, const Hop& hop) const {
    line.next_hop = hop.second;
    const auto& neighbour = neighbours_.at(hop);
    if (!neighbour) return;
    line.next_hop_resolved = neighbour->resolved;
    if (neighbour->resolved == true) line.next_hop_heard_at = now_ - neighbour->heard_ago;
  }

  std::span<const AccessQuery> queries_;
  MonotonicTime now_;
  std::vector<std::optional<ChosenRoute>> routes_;  // by query
  std::vector<bool> refused_;                       // by query: the kernel has no route
  std::vector<std::size_t> chosen_;                 // by query: the destination of its route
  std::map<unsigned, std::optional<InterfaceState>> by_index_;
  std::map<std::string, std::optional<InterfaceState>> by_name_;
  std::map<Hop, std::optional<Neighbour>> neighbours_;
};

}  // namespace

Result<std::vector<AccessLine>> read_access_lines(std::span<const AccessQuery> queries,
                                                  MonotonicTime now) {
  return Reading(queries, now).run();
}

}  // namespace peeringd

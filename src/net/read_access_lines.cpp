#include "net/read_access_lines.hpp"

#include <linux/rtnetlink.h>

#include <cerrno>
#include <chrono>
#include <map>
#include <utility>

#include "net/netlink_answers.hpp"
#include "net/netlink_message.hpp"
#include "net/netlink_questions.hpp"

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

// One reading, in three rounds of questions: routes, then the interfaces and the next hops that the
// routes lead to. A value that was asked for and is null does not exist.
class Reading {
 public:
  Reading(std::span<const AccessQuery> queries, MonotonicTime now)
      : queries_(queries), now_(now), routes_(queries.size()), refused_(queries.size()) {}

  Result<std::vector<AccessLine>> run() {
    auto questions = NetlinkQuestions::open(patience);
    if (!questions) return questions.error();
    if (auto asked = ask_routes(*questions); !asked) return asked.error();
    if (auto asked = ask_interfaces(*questions); !asked) return asked.error();
    if (auto asked = ask_neighbours(*questions); !asked) return asked.error();
    std::vector<AccessLine> lines;
    for (std::size_t i = 0; i < queries_.size(); ++i) lines.push_back(line_of(i));
    return lines;
  }

 private:
  using Hop = std::pair<unsigned, IpAddress>;

  Result<void> ask_routes(NetlinkQuestions& questions) {
    std::vector<std::size_t> asked;
    for (std::size_t i = 0; i < queries_.size(); ++i) {
      if (queries_[i].source && queries_[i].destination) asked.push_back(i);
    }
    return questions.ask(
        asked.size(),
        [&](std::size_t index, std::uint32_t sequence, std::span<std::byte> buffer) {
          const AccessQuery& query = queries_[asked[index]];
          return netlink::ask_route(buffer, sequence, *query.source, *query.destination);
        },
        [&](std::size_t index, const nlmsghdr& header, Bytes payload) {
          if (header.nlmsg_type == RTM_NEWROUTE) {
            routes_[asked[index]] = netlink::read_chosen_route(payload);
          } else {
            refused_[asked[index]] = has_no_such_route(netlink::read_error(payload));
          }
        });
  }

  Result<void> ask_interfaces(NetlinkQuestions& questions) {
    for (std::size_t i = 0; i < queries_.size(); ++i) {
      if (routes_[i] && routes_[i]->interface_index != 0) {
        by_index_[routes_[i]->interface_index];
      } else if (!queries_[i].interface.empty()) {
        by_name_[queries_[i].interface];
      }
    }
    if (auto asked = ask_each(questions, by_index_); !asked) return asked;
    return ask_each(questions, by_name_);
  }

  template <typename Key>
  static Result<void> ask_each(NetlinkQuestions& questions,
                               std::map<Key, std::optional<InterfaceState>>& interfaces) {
    std::vector<Key> keys;
    for (const auto& [key, state] : interfaces) keys.push_back(key);
    return questions.ask(
        keys.size(),
        [&](std::size_t index, std::uint32_t sequence, std::span<std::byte> buffer) {
          return netlink::ask_interface(buffer, sequence, keys[index]);
        },
        [&](std::size_t index, const nlmsghdr& header, Bytes payload) {
          if (header.nlmsg_type != RTM_NEWLINK) return;
          interfaces[keys[index]] = netlink::read_interface_state(payload);
        });
  }

  Result<void> ask_neighbours(NetlinkQuestions& questions) {
    std::vector<Hop> hops;
    for (std::size_t i = 0; i < queries_.size(); ++i) {
      const auto hop = hop_of(i);
      if (hop && neighbours_.emplace(*hop, std::nullopt).second) hops.push_back(*hop);
    }
    return questions.ask(
        hops.size(),
        [&](std::size_t index, std::uint32_t sequence, std::span<std::byte> buffer) {
          return netlink::ask_neighbour(buffer, sequence, hops[index].first, hops[index].second);
        },
        [&](std::size_t index, const nlmsghdr& header, Bytes payload) {
          if (header.nlmsg_type != RTM_NEWNEIGH) return;
          neighbours_[hops[index]] = netlink::read_neighbour(payload);
        });
  }

  // The next hop of a query that address resolution is needed for.
  std::optional<Hop> hop_of(std::size_t index) const {
    const auto& route = routes_[index];
    if (!route || !route->unicast) return std::nullopt;
    const auto interface = by_index_.find(route->interface_index);
    if (interface == by_index_.end() || !interface->second) return std::nullopt;
    if (!interface->second->resolves) return std::nullopt;
    return Hop{route->interface_index, route->gateway.value_or(*queries_[index].destination)};
  }

  AccessLine line_of(std::size_t index) const {
    AccessLine line;
    line.interface = queries_[index].interface;
    const auto& route = routes_[index];
    if (route || refused_[index]) line.route = route && route->unicast;
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

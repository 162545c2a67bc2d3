// One name looked up by DNS: name servers are asked one after the other, in rounds, until one
// knows.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "model/source.hpp"
#include "resolve/dns_answer.hpp"
#include "resolve/dns_exchange.hpp"

namespace peeringd {

/// Whom to ask, in this order: each round through the servers waits twice as long as the one
/// before, and asks with EDNS where that one did not. `begin`: the server with which each round
/// begins.
struct AttemptPlan {
  std::vector<NameServer> servers;
  std::size_t begin = 0;
  int rounds = 2;
  Duration timeout{};
  bool edns_first = true;
};

/// Some servers answer a question with EDNS by an error, and some firewalls swallow it, so a second
/// round goes without; replies of more than 512 bytes then come over TCP. Pure.
std::vector<DnsExchange::Request> attempts_of(const AttemptPlan& plan);

/// All members on the executor's thread.
class DnsLookup : public std::enable_shared_from_this<DnsLookup> {
 public:
  struct Outcome {
    DnsAnswer answer;  ///< without addresses, its refusal says why
    bool edns = true;  ///< whether the last question was with EDNS
  };
  using Done = std::function<void(Outcome)>;

  DnsLookup(boost::asio::any_io_executor executor, Source source, HostQuestion question,
            std::vector<DnsExchange::Request> attempts);

  /// Calls `done` once, from the event loop; not any more once this is destroyed.
  void start(Done done);

 private:
  void ask_next();
  void on_reply(const DnsExchange::Reply& reply);
  std::string why_none() const;

  boost::asio::any_io_executor executor_;
  Source source_;
  HostQuestion question_;
  std::vector<DnsExchange::Request> attempts_;
  Done done_;
  std::size_t next_ = 0;
  std::shared_ptr<DnsExchange> exchange_;
  std::string said_;     // by a server, in place of an answer
  std::string trouble_;  // in asking one
};

}  // namespace peeringd

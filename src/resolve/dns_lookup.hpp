// Looks one name up by DNS: asks the name servers one after the other, in rounds, until one knows.
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

/// The servers to ask, in order. Each round waits twice as long as the one before and toggles EDNS.
/// `begin` is the server that each round starts with.
struct AttemptPlan {
  std::vector<NameServer> servers;
  std::size_t begin = 0;
  int rounds = 2;
  Duration timeout{};
  bool edns_first = true;
};

/// Some servers reply to EDNS with an error, and some firewalls drop it, so the second round goes
/// without EDNS; replies of more than 512 bytes then come over TCP. Pure.
std::vector<DnsExchange::Request> attempts_of(const AttemptPlan& plan);

/// All members on the executor's thread.
class DnsLookup : public std::enable_shared_from_this<DnsLookup> {
 public:
  struct Outcome {
    DnsAnswer answer;  ///< if it has no addresses, `refusal` says why
    bool edns = true;  ///< whether the last question used EDNS
  };
  using Done = std::function<void(Outcome)>;

  DnsLookup(boost::asio::any_io_executor executor, Source source, HostQuestion question,
            std::vector<DnsExchange::Request> attempts);

  /// Calls `done` once, from the event loop; never after this object is destroyed.
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
  std::string said_;     // a server's reply that was not an answer
  std::string trouble_;  // why a server could not be asked
};

}  // namespace peeringd

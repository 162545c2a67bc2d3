#include "resolve/dns_lookup.hpp"

#include <utility>

namespace peeringd {

std::vector<DnsExchange::Request> attempts_of(const AttemptPlan& plan) {
  std::vector<DnsExchange::Request> attempts;
  Duration timeout = plan.timeout;
  bool edns = plan.edns_first;
  for (int round = 0; round < plan.rounds; ++round) {
    for (std::size_t i = 0; i < plan.servers.size(); ++i) {
      attempts.push_back({plan.servers[(plan.begin + i) % plan.servers.size()], edns, timeout});
    }
    timeout *= 2;
    edns = !edns;
  }
  return attempts;
}

DnsLookup::DnsLookup(boost::asio::any_io_executor executor, Source source, HostQuestion question,
                     std::vector<DnsExchange::Request> attempts)
    : executor_(std::move(executor)),
      source_(std::move(source)),
      question_(std::move(question)),
      attempts_(std::move(attempts)) {}

void DnsLookup::start(Done done) {
  done_ = std::move(done);
  ask_next();
}

void DnsLookup::ask_next() {
  exchange_ = std::make_shared<DnsExchange>(executor_, source_, attempts_[next_++]);
  exchange_->ask(question_, [this](const DnsExchange::Reply& reply) { on_reply(reply); });
}

void DnsLookup::on_reply(const DnsExchange::Reply& reply) {
  Outcome outcome;
  if (reply) {
    outcome.answer = read_dns_answer(*reply, question_.host, question_.family);
    if (!outcome.answer.final) said_ = outcome.answer.refusal;
  } else if (!reply.error().message.empty()) {
    trouble_ = reply.error().message;
  }
  if (!outcome.answer.final && next_ < attempts_.size()) return ask_next();
  if (!outcome.answer.final) outcome.answer.refusal = why_none();
  outcome.edns = attempts_[next_ - 1].edns;
  const auto self = shared_from_this();  // the callback may release this object
  std::exchange(done_, {})(std::move(outcome));
}

// The best explanation: what a server replied, else why none could be asked, else silence.
std::string DnsLookup::why_none() const {
  if (!said_.empty()) return said_;
  return trouble_.empty() ? "no name server answered in time" : trouble_;
}

}  // namespace peeringd

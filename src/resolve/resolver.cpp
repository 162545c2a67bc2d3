#include "resolve/resolver.hpp"

#include <boost/asio/post.hpp>
#include <optional>
#include <unordered_map>
#include <utility>

#include "resolve/dns_lookup.hpp"
#include "resolve/hosts_file.hpp"
#include "resolve/question_queue.hpp"
#include "resolve/resolv_conf.hpp"
#include "resolve/text_of_file.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t largest_resolv_conf = 65536;
constexpr Duration literal_ttl = 1h;

// The hosts file has no TTLs; a change takes effect after this time.
constexpr Duration hosts_file_ttl = 60s;

Error no_address(const HostQuestion& question, const std::string& reason) {
  const std::string family = question.family == Family::ipv4 ? "IPv4" : "IPv6";
  return {"no " + family + " address for " + question.host + " (" + reason + ")"};
}

// The answer for a host that is an address already, else nothing.
std::optional<Result<ResolvedAddresses>> answer_literal(const HostQuestion& question) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(question.host, error);
  if (error) return std::nullopt;
  if (family_of(address) == question.family) return ResolvedAddresses{{address}, literal_ttl};
  return no_address(question, "it is an address of the other family");
}

Result<ResolvConf> read_servers(const ResolverOptions& options) {
  if (options.servers.empty()) {
    const auto text = text_of_file(options.resolv_conf, largest_resolv_conf);
    if (!text) return Error{options.resolv_conf + " " + text.error().message};
    auto conf = parse_resolv_conf(*text);
    if (!conf) return Error{options.resolv_conf + ": " + conf.error().message};
    return conf;
  }
  ResolvConf conf;
  for (const std::string& text : options.servers) {
    const auto server = parse_name_server(text);
    if (!server) return Error{"\"" + text + "\" is not a name server address"};
    conf.servers.push_back(*server);
  }
  return conf;
}

}  // namespace

bool is_no_record(const Error& error) {
  return error.message.ends_with(" (" + std::string(no_record) + ")");
}

class Resolver::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(boost::asio::any_io_executor executor, Source source, ResolverOptions options)
      : executor_(std::move(executor)),
        source_(std::move(source)),
        options_(std::move(options)),
        questions_(options_.queue ? options_.queue : std::make_shared<QuestionQueue>(executor_)) {}

  void resolve(HostQuestion question, Callback callback) {
    if (auto answer = answer_literal(question)) {
      boost::asio::post(executor_, [weak = weak_from_this(), callback = std::move(callback),
                                    answer = std::move(*answer)]() mutable {
        const auto self = weak.lock();
        if (self && !self->closed_) callback(std::move(answer));
      });
      return;
    }
    const std::uint64_t number = next_number_++;
    asked_.emplace(number, Asked{std::move(question), std::move(callback)});
    questions_.add([weak = weak_from_this(), number] {
      const auto self = weak.lock();
      if (self && !self->closed_) self->look_in_hosts(number);
    });
  }

  void close() {
    closed_ = true;
    asked_.clear();
  }

 private:
  struct Asked {
    HostQuestion question;
    Callback callback;
    std::shared_ptr<DnsLookup> lookup = nullptr;
  };

  void look_in_hosts(std::uint64_t number) {
    if (!options_.hosts) return ask_servers(number);
    options_.hosts->read([weak = weak_from_this(), number](const HostsTable& table) {
      const auto self = weak.lock();
      if (!self || self->closed_) return;
      const HostQuestion& question = self->asked_.at(number).question;
      auto addresses = table.find(question.host, question.family);
      if (addresses.empty()) return self->ask_servers(number);
      self->finish_later(number, ResolvedAddresses{std::move(addresses), hosts_file_ttl, true});
    });
  }

  void ask_servers(std::uint64_t number) {
    Asked& asked = asked_.at(number);
    refresh_servers();
    if (!conf_) return finish_later(number, no_address(asked.question, conf_.error().message));
    AttemptPlan plan{conf_->servers, 0, options_.tries, options_.timeout, edns_first_};
    if (conf_->rotate) plan.begin = number % plan.servers.size();
    for (NameServer& server : plan.servers) {
      if (server.port == 0) server.port = options_.port;
    }
    asked.lookup =
        std::make_shared<DnsLookup>(executor_, source_, asked.question, attempts_of(plan));
    asked.lookup->start(
        [this, number](DnsLookup::Outcome outcome) { note(number, std::move(outcome)); });
  }

  void refresh_servers() {
    const FileStamp stamp = options_.servers.empty() ? stamp_of(options_.resolv_conf) : FileStamp{};
    if (conf_is_read_ && conf_ && stamp == stamp_) return;
    conf_ = read_servers(options_);
    stamp_ = stamp;
    conf_is_read_ = true;
    edns_first_ = true;
  }

  void note(std::uint64_t number, DnsLookup::Outcome outcome) {
    // Whichever worked is tried first from now on, so that a firewall that drops EDNS delays only
    // the first lookup.
    if (outcome.answer.final && outcome.edns != edns_first_) edns_first_ = outcome.edns;
    if (!outcome.answer.refusal.empty()) {
      return finish(number, no_address(asked_.at(number).question, outcome.answer.refusal));
    }
    finish(number, ResolvedAddresses{std::move(outcome.answer.addresses), outcome.answer.ttl});
  }

  void finish_later(std::uint64_t number, Result<ResolvedAddresses> result) {
    boost::asio::post(executor_,
                      [weak = weak_from_this(), number, result = std::move(result)]() mutable {
                        const auto self = weak.lock();
                        if (self && !self->closed_) self->finish(number, std::move(result));
                      });
  }

  void finish(std::uint64_t number, Result<ResolvedAddresses> result) {
    const auto self = shared_from_this();  // the callback may destroy the Resolver
    const Callback callback = std::move(asked_.at(number).callback);
    asked_.erase(number);
    questions_.close();
    callback(std::move(result));
  }

  boost::asio::any_io_executor executor_;
  Source source_;
  ResolverOptions options_;
  Result<ResolvConf> conf_ = ResolvConf{};
  bool conf_is_read_ = false;
  FileStamp stamp_{};
  bool edns_first_ = true;
  std::unordered_map<std::uint64_t, Asked> asked_;
  std::uint64_t next_number_ = 0;
  bool closed_ = false;
  QuestionQueue::Client questions_;
};

Resolver::Resolver(boost::asio::any_io_executor executor, Source source, ResolverOptions options)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(source), std::move(options))) {}

Resolver::~Resolver() {
  impl_->close();
}

void Resolver::resolve(const std::string& host, Family family, Callback callback) {
  impl_->resolve({host, family}, std::move(callback));
}

}  // namespace peeringd

#include "http/http_listeners.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <utility>

#include "http/listen_socket.hpp"
#include "log/log.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;

void log_listener_failure(const std::exception_ptr& failure) {
  try {
    if (failure) std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    log::error("the HTTP server stopped accepting connections: {}", error.what());
  }
}

// By value: the listener has to live as long as it runs.
asio::awaitable<void> run_listener(std::shared_ptr<HttpListener> listener) {
  co_await listener->run();
}

bool contains(const std::vector<ListenAddress>& addresses, const ListenAddress& address) {
  return std::find(addresses.begin(), addresses.end(), address) != addresses.end();
}

}  // namespace

Result<std::shared_ptr<PreparedSetup>> HttpListeners::prepare(const HttpSetup& setup) {
  auto prepared = std::make_shared<PreparedSetup>();
  prepared->setup = setup;
  if (setup.web.tls) {
    auto identity = TlsIdentity::load(*setup.web.tls);
    if (!identity) return identity.error();
    prepared->identity = std::move(*identity);
  }
  // When `0.0.0.0` replaces `127.0.0.1` on the same port, both are bound for a moment. Not for
  // longer: another daemon could then listen on the port too, unnoticed.
  share_ports(true);
  const auto opened = open_new(*prepared);
  share_ports(false);
  if (!opened) return opened.error();
  return prepared;
}

// The error has a line for each address.
Result<void> HttpListeners::open_new(PreparedSetup& setup) {
  std::string errors;
  for (const int descriptor : setup.setup.inherited) {
    auto acceptor = adopt_listen_socket(context_, descriptor);
    if (!acceptor) return acceptor.error();
    const auto at = acceptor->local_endpoint();
    setup.setup.web.listen.push_back({at.address(), at.port()});
    setup.opened.push_back({setup.setup.web.listen.back(), std::move(*acceptor)});
  }
  for (const ListenAddress& address : setup.setup.web.listen) {
    if (!setup.setup.inherited.empty() || listens_on(address)) continue;
    auto acceptor =
        open_listen_socket(context_, {address.address, address.port}, !entries_.empty());
    if (acceptor) {
      setup.opened.push_back({address, std::move(*acceptor)});
    } else {
      errors += (errors.empty() ? "" : "\n") + acceptor.error().message;
    }
  }
  if (!errors.empty()) return Error{errors};
  return {};
}

void HttpListeners::share_ports(bool shared) {
  for (const Entry& entry : entries_) entry.listener->share_port(shared);
}

bool HttpListeners::listens_on(const ListenAddress& address) const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [&](const Entry& entry) { return entry.wanted == address; });
}

void HttpListeners::apply(PreparedSetup& setup) {
  std::erase_if(entries_, [&](const Entry& entry) {
    if (contains(setup.setup.web.listen, entry.wanted)) return false;
    entry.listener->close_after_backlog();
    return true;
  });
  for (PreparedSetup::Opened& opened : setup.opened) {
    auto listener = std::make_shared<HttpListener>(std::move(opened.acceptor), sessions_);
    listener->share_port(false);
    if (started_) run(listener);
    entries_.push_back({opened.wanted, std::move(listener)});
  }
  setup.opened.clear();
}

void HttpListeners::start() {
  started_ = true;
  for (const Entry& entry : entries_) run(entry.listener);
}

void HttpListeners::run(const std::shared_ptr<HttpListener>& listener) {
  asio::co_spawn(context_, run_listener(listener), log_listener_failure);
}

void HttpListeners::close() {
  for (const Entry& entry : entries_) entry.listener->close();
  entries_.clear();
}

std::vector<ListenAddress> HttpListeners::local_endpoints() const {
  std::vector<ListenAddress> endpoints;
  for (const Entry& entry : entries_) {
    const auto endpoint = entry.listener->local_endpoint();
    endpoints.push_back({endpoint.address(), endpoint.port()});
  }
  return endpoints;
}

}  // namespace peeringd

#include "http/server.hpp"

#include <pthread.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <list>
#include <thread>
#include <utility>

#include "http/http_listener.hpp"
#include "http/http_sessions.hpp"
#include "http/listen_socket.hpp"
#include "log/log.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;

// Nothing that is run throws on purpose; should memory run out, the other clients are still served.
void run(asio::io_context& context) {
  for (;;) {
    try {
      context.run();
      return;
    } catch (const std::exception& error) {
      log::error("the HTTP server goes on after: {}", error.what());
    }
  }
}

void log_failure(const std::exception_ptr& failure) {
  try {
    if (failure) std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    log::error("the HTTP server stopped accepting connections: {}", error.what());
  }
}

}  // namespace

// All of it is the thread's own between start() and the end of the join in stop().
struct HttpServer::Impl {
  Impl(const HttpLimits& limits_given, Router router_given)
      : limits(limits_given), router(std::move(router_given)) {}

  // Limits and router first: suspended coroutines, which refer to them, die with the context.
  const HttpLimits limits;
  const Router router;
  asio::io_context context{1};
  HttpSessions sessions{context.get_executor(), limits, router};
  std::list<HttpListener> listeners;
  std::thread thread;
};

HttpServer::HttpServer(const HttpLimits& limits, Router router)
    : impl_(std::make_unique<Impl>(limits, std::move(router))) {}

HttpServer::~HttpServer() {
  stop();
}

Result<void> HttpServer::listen(const IpAddress& address, std::uint16_t port) {
  auto acceptor = open_listen_socket(impl_->context, {address, port});
  if (!acceptor) return acceptor.error();
  impl_->listeners.emplace_back(std::move(*acceptor), impl_->sessions);
  return {};
}

std::vector<HttpAddress> HttpServer::local_endpoints() const {
  std::vector<HttpAddress> endpoints;
  for (const HttpListener& listener : impl_->listeners) {
    const auto endpoint = listener.local_endpoint();
    endpoints.push_back({endpoint.address(), endpoint.port()});
  }
  return endpoints;
}

void HttpServer::start() {
  for (HttpListener& listener : impl_->listeners) {
    asio::co_spawn(impl_->context, listener.run(), log_failure);
  }
  impl_->thread = std::thread([impl = impl_.get()] {
    pthread_setname_np(pthread_self(), "peeringd-http");
    run(impl->context);
  });
}

void HttpServer::stop() {
  if (impl_->thread.joinable()) {
    // No io_context::stop(): everything is closed, and run() returns once all have seen it.
    asio::post(impl_->context, [impl = impl_.get()] {
      for (HttpListener& listener : impl->listeners) listener.close();
      impl->sessions.drain();
    });
    impl_->thread.join();
  }
  impl_->listeners.clear();
}

}  // namespace peeringd

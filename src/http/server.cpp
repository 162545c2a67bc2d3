#include "http/server.hpp"

#include <pthread.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <future>
#include <optional>
#include <thread>
#include <utility>

#include "base/run_despite_exceptions.hpp"
#include "http/http_listeners.hpp"
#include "http/http_sessions.hpp"
#include "log/log.hpp"

namespace peeringd {
namespace {

namespace asio = boost::asio;

void run(asio::io_context& context) {
  run_despite_exceptions(context, [](const std::exception& error) {
    log::error("the HTTP server continues after an error: {}", error.what());
  });
}

}  // namespace

// The thread's own between start() and the end of the join in stop().
struct HttpServer::Impl {
  explicit Impl(const HttpLimits& limits) : shared(limits) {}

  void apply(PreparedSetup& prepared) {
    const WebConfig& web = prepared.setup.web;
    shared.access.use(prepared.identity, prepared.setup);
    if (web.tls != tls) sessions.close_when_answered();
    sessions.close_outdated();
    tls = web.tls;
    listeners.apply(prepared);
  }

  // Coroutines refer to it, and suspended ones are destroyed with the context.
  SharedState shared;
  std::optional<WebTls> tls;
  asio::io_context context{1};
  HttpSessions sessions{context.get_executor(), shared};
  HttpListeners listeners{context, sessions};
  std::thread thread;
};

HttpServer::HttpServer(const HttpLimits& limits) : impl_(std::make_unique<Impl>(limits)) {}

HttpServer::~HttpServer() {
  stop();
}

Result<std::shared_ptr<PreparedSetup>> HttpServer::prepare(const HttpSetup& setup) {
  if (!impl_->thread.joinable()) return impl_->listeners.prepare(setup);
  std::packaged_task task([&] { return impl_->listeners.prepare(setup); });
  asio::post(impl_->context, [&] { task(); });
  return task.get_future().get();
}

void HttpServer::apply(std::shared_ptr<PreparedSetup> prepared) {
  if (!impl_->thread.joinable()) return impl_->apply(*prepared);
  asio::post(impl_->context,
             [impl = impl_.get(), prepared = std::move(prepared)] { impl->apply(*prepared); });
}

std::vector<ListenAddress> HttpServer::local_endpoints() const {
  return impl_->listeners.local_endpoints();
}

std::optional<CertificateValidity> HttpServer::certificate_validity() const {
  const TlsIdentity* const identity = impl_->shared.access.identity();
  return identity != nullptr ? identity->validity() : std::nullopt;
}

void HttpServer::start(Router router) {
  impl_->shared.router = std::move(router);
  impl_->listeners.start();
  impl_->thread = std::thread([impl = impl_.get()] {
    pthread_setname_np(pthread_self(), "peeringd-http");
    run(impl->context);
  });
}

void HttpServer::stop() {
  if (!impl_->thread.joinable()) return impl_->listeners.close();
  // Without io_context::stop(): run() returns once every coroutine has ended.
  asio::post(impl_->context, [impl = impl_.get()] {
    impl->listeners.close();
    impl->sessions.drain();
  });
  impl_->thread.join();
}

}  // namespace peeringd

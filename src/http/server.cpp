#include "http/server.hpp"

#include <pthread.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <future>
#include <optional>
#include <thread>
#include <utility>

#include "http/http_access.hpp"
#include "http/http_sessions.hpp"
#include "http/server_setup.hpp"
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

}  // namespace

struct HttpServer::Prepared {
  std::shared_ptr<ServerSetup> setup;
};

// All of it is the thread's own between start() and the end of the join in stop().
struct HttpServer::Impl {
  explicit Impl(const HttpLimits& limits_given) : limits(limits_given) {}

  Result<PreparedSetup> prepare(const HttpSetup& setup) {
    auto prepared = listeners.prepare(setup);
    if (!prepared) return prepared.error();
    return std::make_shared<Prepared>(Prepared{std::move(*prepared)});
  }

  void apply(ServerSetup& setup) {
    access.use(setup.identity, setup.setup.users, setup.setup.hosts);
    if (setup.setup.tls != tls) sessions.close_when_answered();  // they came by other terms
    sessions.close_those_of_other_terms();
    tls = setup.setup.tls;
    listeners.take(setup);
  }

  // What coroutines refer to comes first: suspended ones die with the context.
  const HttpLimits limits;
  Router router;  // constant once the thread runs
  HttpAccess access{limits};
  InCommon common;
  std::optional<TlsSetup> tls;
  asio::io_context context{1};
  HttpSessions sessions{context.get_executor(), limits, router, access, common};
  HttpListeners listeners{context, sessions};
  std::thread thread;
};

HttpServer::HttpServer(const HttpLimits& limits) : impl_(std::make_unique<Impl>(limits)) {}

HttpServer::~HttpServer() {
  stop();
}

Result<HttpServer::PreparedSetup> HttpServer::prepare(const HttpSetup& setup) {
  if (!impl_->thread.joinable()) return impl_->prepare(setup);
  std::promise<Result<PreparedSetup>> prepared;
  asio::post(impl_->context, [&] {
    try {
      prepared.set_value(impl_->prepare(setup));
    } catch (const std::exception& error) {  // for want of memory
      prepared.set_value(Error{error.what()});
    }
  });
  return prepared.get_future().get();
}

void HttpServer::apply(PreparedSetup prepared) {
  if (!impl_->thread.joinable()) return impl_->apply(*prepared->setup);
  asio::post(impl_->context, [impl = impl_.get(), prepared = std::move(prepared)] {
    impl->apply(*prepared->setup);
  });
}

std::vector<HttpAddress> HttpServer::local_endpoints() const {
  return impl_->listeners.local_endpoints();
}

void HttpServer::start(Router router) {
  impl_->router = std::move(router);
  impl_->listeners.start();
  impl_->thread = std::thread([impl = impl_.get()] {
    pthread_setname_np(pthread_self(), "peeringd-http");
    run(impl->context);
  });
}

void HttpServer::stop() {
  if (!impl_->thread.joinable()) return impl_->listeners.close();
  // No io_context::stop(): everything is closed, and run() returns once all have seen it.
  asio::post(impl_->context, [impl = impl_.get()] {
    impl->listeners.close();
    impl->sessions.drain();
  });
  impl_->thread.join();
}

}  // namespace peeringd

#include "support/scripted_server.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>

namespace peeringd::test {
namespace {

int choose_protocol(SSL* /*tls*/, const unsigned char** chosen, unsigned char* length,
                    const unsigned char* offered, unsigned int size, void* wanted) {
  const auto& name = *static_cast<const std::string*>(wanted);
  const std::string_view all(reinterpret_cast<const char*>(offered), size);
  const auto at = all.find(name);
  if (at == std::string_view::npos) return SSL_TLSEXT_ERR_NOACK;
  *chosen = offered + at;
  *length = static_cast<unsigned char>(name.size());
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace

bool Peer::secure(const Identity& identity, const std::string& offered_protocol,
                  const Adjust& adjust) {
  context_.reset(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  SSL_CTX_use_certificate(context_.get(), identity.certificate.get());
  SSL_CTX_use_PrivateKey(context_.get(), identity.key.get());
  for (const auto& certificate : identity.chain) {
    SSL_CTX_add1_chain_cert(context_.get(), certificate.get());
  }
  if (adjust) adjust(context_.get());
  std::string protocol = offered_protocol;
  if (!protocol.empty()) SSL_CTX_set_alpn_select_cb(context_.get(), choose_protocol, &protocol);
  tls_.reset(SSL_new(context_.get()), SSL_free);
  SSL_set_fd(tls_.get(), socket_);
  return SSL_accept(tls_.get()) == 1;
}

std::string Peer::protocol() const {
  const unsigned char* name = nullptr;
  unsigned int length = 0;
  SSL_get0_alpn_selected(tls_.get(), &name, &length);
  return {reinterpret_cast<const char*>(name), length};
}

long Peer::read_some(char* data, std::size_t size) {
  return tls_ ? SSL_read(tls_.get(), data, static_cast<int>(size)) : ::recv(socket_, data, size, 0);
}

std::string Peer::read() {
  std::array<char, 4096> part{};
  const long count = read_some(part.data(), part.size());
  return {part.data(), static_cast<std::size_t>(std::max(count, 0L))};
}

std::string Peer::read_request() {
  std::string text;
  std::array<char, 4096> part{};
  while (text.find("\r\n\r\n") == std::string::npos) {
    const long count = read_some(part.data(), part.size());
    if (count <= 0) return {};
    text.append(part.data(), static_cast<std::size_t>(count));
  }
  return text;
}

bool Peer::write(std::string_view text) {
  while (!text.empty()) {
    const long count = tls_ ? SSL_write(tls_.get(), text.data(), static_cast<int>(text.size()))
                            : ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void Peer::wait_for_end() {
  std::array<char, 4096> part{};
  while (read_some(part.data(), part.size()) > 0) {
  }
}

void Peer::reset_at_the_end() {
  const linger option{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &option, sizeof option);
}

ScriptedServer::ScriptedServer(Conversation conversation)
    : conversation_(std::move(conversation)), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  ::bind(listener_.get(), generic, size);
  ::listen(listener_.get(), 64);
  ::getsockname(listener_.get(), generic, &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

ScriptedServer::~ScriptedServer() {
  ::shutdown(listener_.get(), SHUT_RDWR);
  thread_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int socket : open_) ::shutdown(socket, SHUT_RDWR);
  }
  for (std::thread& talk : talks_) talk.join();
}

void ScriptedServer::serve() {
  for (;;) {
    const int socket = ::accept(listener_.get(), nullptr, nullptr);
    if (socket < 0) return;
    ++connections_;
    const std::lock_guard lock(mutex_);
    open_.push_back(socket);
    talks_.emplace_back([this, socket] {
      Peer peer(socket);
      conversation_(peer);
      const std::lock_guard closing(mutex_);
      std::erase(open_, socket);
      ::close(socket);
    });
  }
}

}  // namespace peeringd::test

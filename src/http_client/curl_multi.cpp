#include "http_client/curl_multi.hpp"

#include <curl/curl.h>
#include <sys/epoll.h>

#include <array>
#include <cerrno>
#include <mutex>
#include <utility>

#include "base/free_memory.hpp"
#include "net/socket.hpp"

namespace peeringd {
namespace {

constexpr std::size_t events_a_turn = 64;
constexpr int turns_a_drain = 16;

CURLM* new_multi() {
  static std::once_flag initialised;
  std::call_once(initialised, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  CURLM* const multi = curl_multi_init();
  if (multi == nullptr) out_of_memory();
  return multi;
}

std::uint64_t key_of(std::uint32_t transfer, int socket) {
  return (std::uint64_t{transfer} << 32U) | static_cast<std::uint32_t>(socket);
}

std::uint32_t epoll_events_of(int what) {
  std::uint32_t events = 0;
  if ((what & CURL_POLL_IN) != 0) events |= EPOLLIN;
  if ((what & CURL_POLL_OUT) != 0) events |= EPOLLOUT;
  return events;
}

int curl_events_of(std::uint32_t events) {
  int bitmask = 0;
  if ((events & (EPOLLIN | EPOLLHUP)) != 0) bitmask |= CURL_CSELECT_IN;
  if ((events & EPOLLOUT) != 0) bitmask |= CURL_CSELECT_OUT;
  if ((events & EPOLLERR) != 0) bitmask |= CURL_CSELECT_ERR;
  return bitmask;
}

CurlTransfer* transfer_of(CURL* easy) {
  char* transfer = nullptr;
  curl_easy_getinfo(easy, CURLINFO_PRIVATE, &transfer);
  return reinterpret_cast<CurlTransfer*>(transfer);
}

}  // namespace

struct CurlMulti::Callbacks {
  static int socket(CURL* easy, curl_socket_t socket, int what, void* self, void* /*of_socket*/) {
    const CurlTransfer* const transfer = transfer_of(easy);
    // curl may name a socket that it has closed, or one of a kept connection. Such sockets are no
    // longer in the set, and their numbers may have been reused.
    if (transfer != nullptr && transfer->socket() == socket) {
      static_cast<CurlMulti*>(self)->watch(*transfer, socket, what);
    }
    return 0;
  }
  static int timer(CURLM* /*multi*/, long milliseconds, void* self) {
    static_cast<CurlMulti*>(self)->set_timer(milliseconds);
    return 0;
  }
};

CurlMulti::CurlMulti(const boost::asio::any_io_executor& executor, Handlers handlers)
    : handlers_(std::move(handlers)),
      multi_(new_multi()),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      timer_(executor),
      alive_(std::make_shared<CurlMulti*>(this)) {
  if (!epoll_) give_up("epoll_create1", last_system_error());
  auto watch = DescriptorWatch::open(executor, epoll_.get(), [this] { drain(); });
  if (!watch) give_up("epoll_ctl", watch.error());
  watch_ = std::move(*watch);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Callbacks::socket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Callbacks::timer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
  // Connections are kept briefly; none may be closed to make room for another.
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, 1L << 20);
}

// In the constructor, whose exception keeps the destructor from running.
void CurlMulti::give_up(const char* attempt, const boost::system::error_code& error) {
  curl_multi_cleanup(multi_);
  throw boost::system::system_error(error, attempt);
}

CurlMulti::~CurlMulti() {
  *alive_ = nullptr;
  watch_.reset();
  curl_multi_cleanup(multi_);  // closes kept connections
}

bool CurlMulti::watch_handshake(const CurlTransfer& transfer) {
  epoll_event event{};
  event.events = EPOLLOUT;
  event.data.u64 = key_of(transfer.index(), transfer.socket());
  return ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, transfer.socket(), &event) == 0;
}

void CurlMulti::watch(const CurlTransfer& transfer, int socket, int what) {
  epoll_event event{};
  event.events = epoll_events_of(what);
  event.data.u64 = key_of(transfer.index(), socket);
  if (event.events == 0) {  // CURL_POLL_REMOVE, also when a connection becomes idle
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, socket, &event);
  } else if (::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, socket, &event) != 0 && errno == ENOENT) {
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, socket, &event);
  }
}

void CurlMulti::add(CurlTransfer& transfer) {
  curl_multi_add_handle(multi_, transfer.easy());
  if (!draining_) watch_->again();
}

void CurlMulti::remove(CurlTransfer& transfer) {
  curl_multi_remove_handle(multi_, transfer.easy());
}

void CurlMulti::set_timer(long milliseconds) {
  now_ = milliseconds == 0;
  deadline_.reset();
  if (milliseconds <= 0) return;
  deadline_ = std::chrono::steady_clock::now() + std::chrono::milliseconds{milliseconds};
  arm(*deadline_);
}

// A timer that fires too early is left alone: curl changes its deadline several times per transfer.
void CurlMulti::arm(MonotonicTime deadline) {
  if (armed_ && *armed_ <= deadline) return;
  armed_ = deadline;
  timer_.expires_at(deadline);
  timer_.async_wait([alive = alive_](const boost::system::error_code& error) {
    if (error || *alive == nullptr) return;
    CurlMulti& self = **alive;
    self.armed_.reset();
    self.drain();
  });
}

void CurlMulti::drain() {
  if (draining_) return;
  draining_ = true;
  int turns = 0;
  do {
    const std::size_t ready = handle_ready();
    turn();
    finish_ended();
    if (ready < events_a_turn && !now_) break;
  } while (++turns < turns_a_drain);
  draining_ = false;
  // Unread data causes no event: the watch is edge-triggered.
  if (std::exchange(budget_.exhausted, false)) watch_->again();
  if (turns == turns_a_drain) {
    // Other handlers of this thread must run too, and a curl that always wants to continue must not
    // spin.
    arm(std::chrono::steady_clock::now() + std::chrono::milliseconds{1});
  } else if (deadline_) {
    arm(*deadline_);
  }
}

void CurlMulti::turn() {
  const bool due = deadline_ && *deadline_ <= std::chrono::steady_clock::now();
  if (!now_ && !due) return;
  now_ = false;
  deadline_.reset();
  act(CURL_SOCKET_TIMEOUT, 0);
}

void CurlMulti::act(int socket, int events) {
  budget_.left = ReadBudget::a_step;
  int running = 0;
  curl_multi_socket_action(multi_, socket, events, &running);
}

std::size_t CurlMulti::handle_ready() {
  std::array<epoll_event, events_a_turn> events;
  const int count =
      ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), /*timeout=*/0);
  if (count <= 0) return 0;
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    handle(event.data.u64, event.events);
  }
  return static_cast<std::size_t>(count);
}

void CurlMulti::handle(std::uint64_t key, std::uint32_t events) {
  const auto index = static_cast<std::uint32_t>(key >> 32U);
  const int socket = static_cast<int>(key & UINT32_MAX);
  const CurlTransfer* const transfer = handlers_.find(index, socket);
  if (transfer == nullptr) return;  // closed by an earlier event
  if (transfer->state == CurlTransfer::State::connecting) {
    handlers_.handshake_ended(index);
    return;
  }
  act(socket, curl_events_of(events));
}

void CurlMulti::finish_ended() {
  int left = 0;
  while (const CURLMsg* const message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CurlTransfer& transfer = *transfer_of(message->easy_handle);
    const CURLcode code = message->data.result;  // the message goes with the handle
    curl_multi_remove_handle(multi_, transfer.easy());
    handlers_.ended(transfer, code);
  }
}

}  // namespace peeringd

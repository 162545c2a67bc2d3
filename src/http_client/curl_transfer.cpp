#include "http_client/curl_transfer.hpp"

#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "base/free_memory.hpp"
#include "net/tcp_info.hpp"

namespace peeringd {
namespace {

Duration time_info(CURL* easy, CURLINFO info) {
  curl_off_t microseconds = 0;
  curl_easy_getinfo(easy, info, &microseconds);
  return std::chrono::microseconds{microseconds};
}

std::string_view version_text(long version) {
  switch (version) {
    case CURL_HTTP_VERSION_1_0:
      return "1.0";
    case CURL_HTTP_VERSION_1_1:
      return "1.1";
    case CURL_HTTP_VERSION_2_0:
      return "2";
    default:
      return {};
  }
}

// nghttp2 ended the stream because of an invalid head, or the server because of ours.
bool is_of_a_protocol_error(std::string_view error) {
  return error.find("(err 1)") != std::string_view::npos;
}

// CURLE_TOO_LARGE: curl 8.14 (Debian 13) returns it for a head line that exceeds its buffer. 7.88
// (Debian 12) does not define it, and returns CURLE_OUT_OF_MEMORY.
constexpr int too_large = 100;

// Closes with a reset like TcpProber, so that nothing lingers on either side.
void reset_on_close(int socket) {
  const linger option{1, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, sizeof option);
}

}  // namespace

CurlTransfer::CurlTransfer(std::uint32_t index, std::span<const std::string_view> wanted)
    : index_(index), easy_(curl_easy_init()), head_(wanted) {
  if (easy_ == nullptr) out_of_memory();
}

CurlTransfer::~CurlTransfer() {
  curl_easy_cleanup(easy_);
}

void CurlTransfer::FreeList::operator()(curl_slist* list) const {
  curl_slist_free_all(list);
}

void CurlTransfer::begin(std::uint32_t key, TransferRequest request, const IpAddress& address,
                         Descriptor socket) {
  key_ = key;
  request_ = std::move(request);
  address_ = address;
  began_again_ = false;
  ++turn_;
  begin_connection(std::move(socket));
}

void CurlTransfer::begin_again_over_http1(Descriptor socket) {
  request_.version = HttpVersion::http1;
  began_again_ = true;
  begin_connection(std::move(socket));
}

void CurlTransfer::begin_connection(Descriptor socket) {
  state = State::connecting;
  own_socket_ = std::move(socket);
  peer_ = {};
  tls_version_ = {};
  shortest_round_trip_.reset();
  follow_up_ = false;
  given_up_ = false;
  reset_result();
}

bool CurlTransfer::may_begin_again() const {
  return http1_required_ && !follow_up_ && request_.tls &&
         request_.version == HttpVersion::automatic;
}

void CurlTransfer::begin_follow_up(std::uint32_t key, TransferRequest request) {
  follow_up_ = true;
  key_ = key;
  request_ = std::move(request);
  request_.keep_connection = false;
  ++turn_;
  reset_result();
}

void CurlTransfer::reset_result() {
  result_ = {};
  http1_required_ = false;
  head_.clear();
  enough_body_ = false;
  error_.front() = '\0';
}

void CurlTransfer::note_handshake(Duration round_trip) {
  result_.round_trip = round_trip;
  result_.connect = round_trip;
}

void CurlTransfer::note_failure(TransferOutcome outcome, std::string error) {
  result_.outcome = outcome;
  result_.error = std::move(error);
}

void CurlTransfer::note_end(int curl_code) {
  const auto code = static_cast<CURLcode>(curl_code);
  long status = 0;
  long version = 0;
  curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy_, CURLINFO_HTTP_VERSION, &version);
  result_.status = static_cast<int>(status);
  if (status != 0) result_.http_version = version_text(version);
  result_.headers = head_.fields();
  result_.tls_version = tls_version_;
  result_.certificate_not_after = peer_.not_after;
  result_.sent_not_after = peer_.sent_not_after;
  result_.certificate_match = peer_.match;
  result_.presented_name = peer_.presented_name;
  if (follow_up_) {
    // curl 7.88 (Debian 12) has closed the connection by now. 8.14 (Debian 13) still waits for the
    // server's close_notify.
    if (curl_socket_ >= 0) note_shortest_round_trip(curl_socket_);
    result_.round_trip = shortest_round_trip_;
  }
  note_failure(outcome_of(code), {});
  if (result_.outcome == TransferOutcome::complete && !has_wanted_version()) {
    note_failure(request_.tls ? TransferOutcome::tls : TransferOutcome::malformed,
                 "the server does not speak HTTP/2");
  } else if (result_.outcome == TransferOutcome::malformed && head_.too_long()) {
    result_.error = "the response head exceeds 64 KiB";
  } else if (peer_.excess != nullptr) {
    note_failure(TransferOutcome::tls, peer_.excess);
  } else if (result_.outcome != TransferOutcome::complete) {
    result_.error = error_.front() != '\0' ? error_.data() : curl_easy_strerror(code);
  }
  note_phases();
}

TransferOutcome CurlTransfer::outcome_of(int curl_code) const {
  switch (curl_code) {
    case CURLE_OK:
      return TransferOutcome::complete;
    case CURLE_WRITE_ERROR:  // stopped by our callbacks
      return enough_body_ ? TransferOutcome::complete : TransferOutcome::malformed;
    case CURLE_OPERATION_TIMEDOUT:
      return TransferOutcome::timeout;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_ENGINE_INITFAILED:
      return TransferOutcome::tls;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:  // HTTP/0.9
    case CURLE_OUT_OF_MEMORY:
    case too_large:
    case CURLE_BAD_CONTENT_ENCODING:
      return TransferOutcome::malformed;
    case CURLE_HTTP2_STREAM:
      return is_of_a_protocol_error(error_.data()) ? TransferOutcome::malformed
                                                   : TransferOutcome::reset;
    default:  // CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, a missing connection; and
              // CURLE_HTTP2, which a GOAWAY brings about
      return outcome_of_broken_connection();
  }
}

// It is random whether curl met the end of the connection while sending or receiving: only the
// progress of the connection counts.
TransferOutcome CurlTransfer::outcome_of_broken_connection() const {
  if (!request_.tls || follow_up_) return TransferOutcome::reset;
  // With TLS 1.3 the client's handshake ends before the server has verified its certificate.
  const bool refused = peer_.alerted && result_.status == 0;
  return refused || !peer_.shook_hands ? TransferOutcome::tls : TransferOutcome::reset;
}

bool CurlTransfer::has_wanted_version() const {
  return request_.version != HttpVersion::http2 || result_.http_version == "2";
}

void CurlTransfer::note_phases() {
  const Duration connected = time_info(easy_, CURLINFO_CONNECT_TIME_T);
  const Duration secured = time_info(easy_, CURLINFO_APPCONNECT_TIME_T);
  const Duration ready = time_info(easy_, CURLINFO_PRETRANSFER_TIME_T);
  const Duration answering = time_info(easy_, CURLINFO_STARTTRANSFER_TIME_T);
  const Duration end = time_info(easy_, CURLINFO_TOTAL_TIME_T);
  const bool shook_hands = !follow_up_ && !tls_version_.empty();
  if (shook_hands && secured >= connected) result_.tls = secured - connected;
  if (result_.status == 0 || answering < ready) return;
  result_.processing = answering - ready;
  if (result_.outcome == TransferOutcome::complete) result_.transfer = end - answering;
}

bool CurlTransfer::note_body(std::string_view part) {
  const std::size_t room = request_.max_body - result_.body.size();
  if (request_.keep_body) result_.body += part.substr(0, std::min(part.size(), room));
  result_.body_bytes += part.size();
  enough_body_ = result_.body_bytes >= request_.max_body;
  return !enough_body_;
}

int CurlTransfer::take_socket() {
  // Once per connection: curl must not open another one by itself. It tries to for two reasons: the
  // server requires HTTP/1.1, which curl notes as an error, or it refused the stream, which curl
  // does not note. A stream that a GOAWAY leaves out counts as refused in 8.14 (Debian 13), not
  // in 7.88 (Debian 12).
  if (!own_socket_) {
    http1_required_ = error_.front() != '\0';
    return -1;
  }
  curl_socket_ = own_socket_.release();
  return curl_socket_;
}

void CurlTransfer::note_shortest_round_trip(int socket) {
  if (const auto info = read_tcp_info(socket)) shortest_round_trip_ = info->shortest_round_trip;
}

void CurlTransfer::note_closing(int socket) {
  note_shortest_round_trip(socket);
  if (given_up_) reset_on_close(socket);
  ::close(socket);
  if (socket != curl_socket_) return;
  curl_socket_ = -1;
  if (closed) closed(*this);
}

void CurlTransfer::give_up() {
  given_up_ = true;
  curl_easy_setopt(easy_, CURLOPT_FORBID_REUSE, 1L);
}

}  // namespace peeringd

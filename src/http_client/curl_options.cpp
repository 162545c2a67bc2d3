// The options of a curl transfer, and curl's callbacks.
#include <curl/curl.h>

#include "base/free_memory.hpp"

#include "http_client/curl_transfer.hpp"

namespace peeringd {
namespace {

long curl_version_of(const TransferRequest& request) {
  if (request.version == HttpVersion::http1) return CURL_HTTP_VERSION_1_1;
  if (request.tls) return CURL_HTTP_VERSION_2TLS;
  return request.version == HttpVersion::http2 ? CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE
                                               : CURL_HTTP_VERSION_1_1;
}

std::string url_of(const TransferRequest& request) {
  std::string host = request.host;
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  if (!host.empty() && host.back() == '.') host.pop_back();  // as in certificates
  return (request.tls ? "https://" : "http://") + host + ":" + std::to_string(request.port) +
         request.path;
}

// The address that curl believes it connects to. Nothing is sent there, since curl gets a connected
// socket. The address distinguishes curl's kept connections, so that a follow-up finds its own; and
// since it is an address, curl does not look it up.
std::string connection_name(std::uint32_t index, std::uint16_t port) {
  const auto byte = [&](unsigned shift) { return std::to_string((index >> shift) & 0xffU); };
  return "::127." + byte(16) + "." + byte(8) + "." + byte(0) + ":" + std::to_string(port);
}

constexpr std::size_t connection_overhead = std::size_t{384} * 1024;

curl_slist* appended(curl_slist* list, const std::string& text) {
  curl_slist* const longer = curl_slist_append(list, text.c_str());
  if (longer == nullptr) out_of_memory();
  return longer;
}

}  // namespace

template <typename Value>
void CurlTransfer::set(int option, Value value) {
  const CURLcode error = curl_easy_setopt(easy_, static_cast<CURLoption>(option), value);
  if (error == CURLE_OUT_OF_MEMORY) out_of_memory();
  if (error != CURLE_OK) refused_option_ = option;
}

struct CurlTransfer::Callbacks {
  static curl_socket_t open_socket(void* self, curlsocktype /*purpose*/, curl_sockaddr* /*to*/) {
    return static_cast<CurlTransfer*>(self)->take_socket();
  }
  static int socket_options(void* /*self*/, curl_socket_t /*socket*/, curlsocktype /*purpose*/) {
    return CURL_SOCKOPT_ALREADY_CONNECTED;
  }
  static int close_socket(void* self, curl_socket_t socket) {
    static_cast<CurlTransfer*>(self)->note_closing(socket);
    return 0;
  }
  static std::size_t header(char* data, std::size_t size, std::size_t count, void* self) {
    const bool go_on = static_cast<CurlTransfer*>(self)->head_.add({data, size * count});
    return go_on ? size * count : 0;
  }
  static std::size_t body(char* data, std::size_t size, std::size_t count, void* self) {
    const bool go_on = static_cast<CurlTransfer*>(self)->note_body({data, size * count});
    return go_on ? size * count : 0;
  }
  static CURLcode ssl_context(CURL* /*easy*/, void* context, void* self) {
    const bool done = configure_verification(static_cast<CurlTransfer*>(self)->peer_, context);
    return done ? CURLE_OK : CURLE_SSL_ENGINE_INITFAILED;
  }
  // Called just before the request, once connected.
  static int before_request(void* self, char* /*to*/, char* /*from*/, int /*to_port*/,
                            int /*from_port*/) {
    auto& transfer = *static_cast<CurlTransfer*>(self);
    curl_tlssessioninfo* session = nullptr;
    curl_easy_getinfo(transfer.easy_, CURLINFO_TLS_SSL_PTR, &session);
    if (transfer.request_.tls && session != nullptr && session->internals != nullptr) {
      transfer.tls_version_ = tls_version_of(session->internals);
    }
    return CURL_PREREQFUNC_OK;
  }
};

bool CurlTransfer::set_options(TrustAnchors& trust, ReadBudget& budget) {
  curl_easy_reset(easy_);
  refused_option_.reset();
  set(CURLOPT_PRIVATE, this);
  set(CURLOPT_ERRORBUFFER, error_.data());
  set_connection_options();
  set_request_options();
  if (request_.tls) set_tls_options(trust, budget);
  return !refused_option_;
}

void CurlTransfer::set_connection_options() {
  connect_to_.reset(appended(nullptr, connection_name(index_, request_.port)));
  set(CURLOPT_CONNECT_TO, connect_to_.get());
  set(CURLOPT_FRESH_CONNECT, follow_up_ ? 0L : 1L);
  set(CURLOPT_FORBID_REUSE, request_.keep_connection ? 0L : 1L);
  set(CURLOPT_DNS_CACHE_TIMEOUT, -1L);  // each address is used by one transfer only
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROXY, "");  // not from the environment either
  set(CURLOPT_OPENSOCKETFUNCTION, &Callbacks::open_socket);
  set(CURLOPT_OPENSOCKETDATA, this);
  set(CURLOPT_SOCKOPTFUNCTION, &Callbacks::socket_options);
  set(CURLOPT_CLOSESOCKETFUNCTION, &Callbacks::close_socket);
  set(CURLOPT_CLOSESOCKETDATA, this);
}

void CurlTransfer::set_request_options() {
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  // curl reads a hundred of these at a time. With TLS the budget is the limit.
  if (!request_.tls) set(CURLOPT_BUFFERSIZE, 1024L);
  set(CURLOPT_URL, url_of(request_).c_str());
  set(CURLOPT_PATH_AS_IS, 1L);
  set(CURLOPT_NOBODY, request_.method == HttpMethod::head ? 1L : 0L);
  set(CURLOPT_HTTP_VERSION, curl_version_of(request_));
  set(CURLOPT_HTTP09_ALLOWED, 0L);
  set(CURLOPT_USERAGENT, "peeringd");
  curl_slist* headers = nullptr;
  for (const std::string& header : request_.headers) headers = appended(headers, header);
  headers_.reset(headers);
  set(CURLOPT_HTTPHEADER, headers);
  set(CURLOPT_HEADERFUNCTION, &Callbacks::header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &Callbacks::body);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_PREREQFUNCTION, &Callbacks::before_request);
  set(CURLOPT_PREREQDATA, this);
}

void CurlTransfer::set_tls_options(TrustAnchors& trust, ReadBudget& budget) {
  if (!follow_up_) {
    // Handshake, and the heads and bodies of two responses.
    peer_.meter = {&budget, connection_overhead + 2 * request_.max_body};
  }
  peer_.verify = request_.verify;
  peer_.host = request_.host;
  peer_.store = trust.store_for(request_.ca_file);
  set(CURLOPT_SSL_VERIFYPEER, request_.verify ? 1L : 0L);
  set(CURLOPT_SSL_VERIFYHOST, request_.verify ? 2L : 0L);
  // TrustAnchors provides the roots; curl must not read its own defaults.
  set(CURLOPT_CAINFO, static_cast<const char*>(nullptr));
  set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  set(CURLOPT_CA_CACHE_TIMEOUT, 0L);
  set(CURLOPT_SSL_SESSIONID_CACHE, 0L);  // forces a full handshake
  set(CURLOPT_SSL_CTX_FUNCTION, &Callbacks::ssl_context);
  set(CURLOPT_SSL_CTX_DATA, this);
}

}  // namespace peeringd

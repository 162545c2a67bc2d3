// The minimum cost of a request on a new connection with curl's multi interface, which peeringd
// uses too: `http_floor NAME:PORT:ADDRESS SCHEME COUNT [CA_FILE]`. The certificate is verified only
// with CA_FILE.
#include <curl/curl.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "cpu_time.hpp"

namespace {

constexpr int at_once = 16;

CURL* make_handle(const std::string& pinned, const std::string& scheme, const char* roots) {
  CURL* handle = curl_easy_init();
  const std::string authority = pinned.substr(0, pinned.rfind(':'));
  curl_easy_setopt(handle, CURLOPT_URL, (scheme + "://" + authority + "/").c_str());
  curl_easy_setopt(handle, CURLOPT_RESOLVE, curl_slist_append(nullptr, pinned.c_str()));
  curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
  curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_SSL_SESSIONID_CACHE, 0L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, roots != nullptr ? 1L : 0L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, roots != nullptr ? 2L : 0L);
  if (roots != nullptr) curl_easy_setopt(handle, CURLOPT_CAINFO, roots);
  return handle;
}

struct Progress {
  long started = 0;
  long ended = 0;
  long answered = 0;
};

// Restarts finished transfers until `count` have been started.
void go_on(CURLM* multi, Progress& progress, long count) {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
    CURL* handle = message->easy_handle;
    ++progress.ended;
    if (message->data.result == CURLE_OK) ++progress.answered;
    curl_multi_remove_handle(multi, handle);
    if (progress.started == count) continue;
    curl_multi_add_handle(multi, handle);
    ++progress.started;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const long count = std::atol(argv[3]);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  CURLM* multi = curl_multi_init();
  const double start = floor_programs::cpu_microseconds();
  Progress progress;
  for (; progress.started < std::min<long>(at_once, count); ++progress.started) {
    curl_multi_add_handle(multi, make_handle(argv[1], argv[2], argc > 4 ? argv[4] : nullptr));
  }
  while (progress.ended < count) {
    int running = 0;
    curl_multi_perform(multi, &running);
    const long before = progress.ended;
    go_on(multi, progress, count);
    if (progress.ended == before) curl_multi_poll(multi, nullptr, 0, 100, nullptr);
  }
  floor_programs::report(start, count, progress.answered);
}

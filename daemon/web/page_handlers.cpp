#include "daemon/web/page_handlers.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/web/web_files.hpp"

namespace peeringd {
namespace {

constexpr std::string_view shell = "index.html";
constexpr std::string_view runbook = "runbook.html";

// web/app.js has the same list; the test structure.views compares them.
constexpr const char* views[] = {"/",         "/prefix",    "/compare",      "/calendar",
                                 "/incident", "/incidents", "/availability", "/routes"};

const EmbeddedFile& web_file(std::string_view path) {
  const auto found = std::ranges::find(web_files(), path, &EmbeddedFile::path);
  if (found == web_files().end()) throw std::logic_error("web/ has no " + std::string(path));
  return *found;
}

// Also on scripts and style sheets, so that none of them can be opened as a page with more rights.
std::vector<HttpHeader> page_headers() {
  return {{"Content-Security-Policy",
           "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
           "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
          {"Referrer-Policy", "no-referrer"}};
}

}  // namespace

void add_page_handlers(Router& router) {
  for (const char* view : views) router.add_file(view, web_file(shell), page_headers());
  router.add_file("/runbook", web_file(runbook));
  for (const EmbeddedFile& file : web_files()) {
    if (file.path == shell || file.path == runbook) continue;
    router.add_file("/" + std::string(file.path), file, page_headers());
  }
}

}  // namespace peeringd

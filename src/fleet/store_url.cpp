#include "fleet/store_url.hpp"

#include <algorithm>

#include "base/host_and_port.hpp"

namespace peeringd {
namespace {

bool is_plain(std::string_view text, std::string_view more) {
  return std::ranges::all_of(text, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           more.find(c) != std::string_view::npos;
  });
}

}  // namespace

Result<StoreUrl> parse_store_url(std::string_view url) {
  const Error wrong{"the store's URL is not like http://store.example.net:9090"};
  if (url.find('@') != std::string_view::npos) {
    return Error{"the store's URL has a user; use --token-file, or --user and --password-file"};
  }
  while (url.ends_with('/')) url.remove_suffix(1);
  StoreUrl store;
  store.text = url;
  store.tls = url.starts_with("https://");
  if (!store.tls && !url.starts_with("http://")) return wrong;
  url.remove_prefix(store.tls ? 8 : 7);
  const auto slash = std::min(url.find('/'), url.size());
  store.path = url.substr(slash);
  url = url.substr(0, slash);
  store.port = store.tls ? 443 : 80;
  const auto colon = url.rfind(':');
  const bool brackets = url.starts_with('[');
  if (colon != std::string_view::npos && !(brackets && url.ends_with(']'))) {
    const auto port = port_from(url.substr(colon + 1));
    if (!port) return wrong;
    store.port = *port;
    url = url.substr(0, colon);
  }
  if (brackets) {
    if (!url.ends_with(']')) return wrong;
    url = url.substr(1, url.size() - 2);
  }
  store.host = url;
  const bool good =
      !url.empty() && is_plain(url, brackets ? ":." : "-._") && is_plain(store.path, "/-._~");
  if (!good) return wrong;
  return store;
}

}  // namespace peeringd

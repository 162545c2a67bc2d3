#include "http/index_page.hpp"

#include <fmt/format.h>

namespace peeringd {
namespace {

constexpr std::string_view style = R"(
  :root { color-scheme: light dark; --line: #8884; --quiet: #777; --link: #0f5fb8 }
  @media (prefers-color-scheme: dark) { :root { --quiet: #999; --link: #7db7ff } }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 12vh auto; padding: 0 1.5rem }
  h1 { font-size: 1.6rem; font-weight: 600; margin: 0 }
  h1 small { font-size: 1rem; font-weight: 400; color: var(--quiet); margin-left: .4rem }
  p { margin: .25rem 0 1.75rem; color: var(--quiet) }
  ul { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line) }
  li { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .7rem 0; border-bottom: 1px solid var(--line) }
  a { font-family: ui-monospace, monospace; min-width: 9rem; color: var(--link); text-decoration: none }
  a:hover, a:focus { text-decoration: underline }
)";

std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

}  // namespace

std::string index_page(std::string_view name, std::string_view version,
                       std::string_view description, std::span<const IndexLink> links) {
  std::string items;
  for (const IndexLink& link : links) {
    items += fmt::format("  <li><a href=\"{0}\">{0}</a> <span>{1}</span></li>\n",
                         escaped(link.href), escaped(link.description));
  }
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{0}</title>\n<style>{3}</style>\n</head>\n<body>\n"
      "<h1>{0} <small>{1}</small></h1>\n<p>{2}</p>\n<ul>\n{4}</ul>\n</body>\n</html>\n",
      escaped(name), escaped(version), escaped(description), style, items);
}

}  // namespace peeringd

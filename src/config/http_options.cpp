#include <algorithm>

#include "base/text.hpp"
#include "config/http_headers.hpp"
#include "config/named_file.hpp"
#include "config/probe_types.hpp"
#include "config/values.hpp"
#include "yaml/fields.hpp"
#include "yaml/scalars.hpp"

namespace peeringd {
namespace {

Result<HttpMethod> parse_method(std::string_view text) {
  if (text == "HEAD") return HttpMethod::head;
  if (text == "GET") return HttpMethod::get;
  return Error{in_quotes(text) + " is not a method of a probe; write HEAD or GET"};
}

Result<HttpVersion> parse_version(std::string_view text) {
  if (text == "auto") return HttpVersion::automatic;
  if (text == "1.1") return HttpVersion::http1;
  if (text == "2") return HttpVersion::http2;
  return Error{in_quotes(text) + " is not a version of HTTP; write auto, 1.1 or 2"};
}

Result<std::string> parse_path(std::string_view text) {
  const bool sendable = std::all_of(text.begin(), text.end(),
                                    [](char c) { return c > ' ' && c < '\x7f' && c != '#'; });
  if (text.front() != '/') return Error{in_quotes(text) + " is not a path; it begins with /"};
  if (sendable) return std::string(text);
  return Error{in_quotes(text) +
               " is not a valid URL path; percent-encode spaces and non-ASCII "
               "characters, and remove the #fragment"};
}

Result<int> parse_status(std::string_view text) {
  const auto status = parse_whole_number(text, 200, 599);
  if (!status) return status.error();
  return static_cast<int>(*status);
}

void read_expected_statuses(const Fields& fields, HttpOptions& options) {
  const auto node = fields.find("expect_status");
  if (!node) return;
  for (const Node& item : node->list("a list of status codes")) {
    const auto status = item.parse("a status code", parse_status);
    if (!status) continue;
    auto& all = options.expect_status;
    const auto place = std::lower_bound(all.begin(), all.end(), *status);
    if (place != all.end() && *place == *status) {
      item.error(std::to_string(*status) + " is given twice");
    } else {
      all.insert(place, *status);
    }
  }
}

constexpr std::string_view expected_map = "a text, or a map with contains or matches";

Result<Pattern> parse_pattern(std::string_view text) {
  auto pattern = Pattern::compile(text);
  if (pattern) return pattern;
  return Error{in_quotes(text) + " is not a pattern of RE2: " + pattern.error().message};
}

/// `expect_body`: a text, which the whole body must be, or a map with `contains` or `matches`.
std::optional<ExpectedBody> read_expected_body(const Node& node) {
  using How = ExpectedBody::How;
  if (!node.is_map()) {
    const auto text = node.text(expected_map);
    if (!text) return std::nullopt;
    return ExpectedBody{How::exact, *text, {}};
  }
  const Fields fields(node, expected_map);
  const auto contains = fields.find("contains");
  const auto matches = fields.find("matches");
  fields.report_unknown_keys();
  if (contains && matches) {
    matches->error("does not go with contains; write one of them");
    return std::nullopt;
  }
  if (contains) {
    const auto text = contains->text("a part of the expected body");
    if (!text) return std::nullopt;
    return ExpectedBody{How::contains, *text, {}};
  }
  if (matches) {
    auto pattern = matches->parse("a pattern of RE2", parse_pattern);
    if (!pattern) return std::nullopt;
    return ExpectedBody{How::matches, {}, std::move(pattern)};
  }
  node.error("has neither contains nor matches; write one of them, or the whole body as a text");
  return std::nullopt;
}

// HEAD is the default: it brings everything that is measured, and is the smallest answer. Only a
// body needs GET.
void read_method(const Fields& fields, HttpOptions& options) {
  const auto node = fields.find("method");
  if (const auto body = fields.find("expect_body")) {
    options.expect_body = read_expected_body(*body);
    options.method = HttpMethod::get;
  }
  if (!node) return;
  const auto method = node->parse("HEAD or GET", parse_method);
  if (method == HttpMethod::head && options.method == HttpMethod::get) {
    node->error("a response to HEAD has no body, but expect_body needs one; write GET");
  }
  if (method) options.method = *method;
}

void read_ca_file(const Fields& fields, HttpOptions& options) {
  const auto node = fields.find("ca_file");
  if (!node) return;
  const auto file = read_named_file(*node, "a file with trusted certificates in PEM");
  if (file) {
    options.ca_file = file->path.string();
    if (file->text.find("-----BEGIN ") == std::string::npos ||
        file->text.find("CERTIFICATE-----") == std::string::npos) {
      node->error(in_quotes(options.ca_file) + " contains no certificate in PEM");
    }
  }
  if (!options.verify) node->error("does nothing while verify is false; remove one of them");
}

HttpOptions read(const Fields& fields, HttpOptions options) {
  if (const auto node = fields.find("port")) {
    options.port = node->parse("a port number", parse_port).value_or(options.port);
  }
  if (const auto node = fields.find("path")) {
    options.path = node->parse("a path", parse_path).value_or("/");
  }
  read_method(fields, options);
  read_expected_statuses(fields, options);
  if (const auto node = fields.find("headers")) options.headers = read_http_headers(*node);
  if (const auto node = fields.find("server_name")) {
    options.server_name = node->parse("a host name", parse_host_name).value_or("");
  }
  if (const auto node = fields.find("http_version")) {
    options.version = node->parse("auto, 1.1 or 2", parse_version).value_or(HttpVersion::automatic);
  }
  fields.read_flag("warm", options.warm);
  return options;
}

ProbeOptions read_https(const Fields& fields) {
  HttpOptions options = read(fields, {});
  fields.read_flag("verify", options.verify);
  read_ca_file(fields, options);
  return options;
}

ProbeOptions read_http(const Fields& fields) {
  HttpOptions options;
  options.tls = false;
  options.port = 80;
  return read(fields, std::move(options));
}

/// `https`, `https:8443`.
std::string http_label(const ProbeOptions& options) {
  const auto& http = std::get<HttpOptions>(options);
  const std::string name = http.tls ? "https" : "http";
  const bool usual = http.port == (http.tls ? 443 : 80);
  return usual ? name : name + ":" + std::to_string(http.port);
}

}  // namespace

ProbeType https_type() {
  return {"https", read_https, http_label, nullptr};
}

ProbeType http_type() {
  return {"http", read_http, http_label, nullptr};
}

}  // namespace peeringd

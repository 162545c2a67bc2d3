// The options of probes of the types http and https.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.hpp"
#include "config/fields.hpp"

namespace peeringd {

inline constexpr std::array<std::string_view, 11> https_keys{
    "port",    "path",        "method", "expect_status", "expect_body", "headers",
    "ca_file", "server_name", "verify", "http_version",  "warm"};
inline constexpr std::array<std::string_view, 9> http_keys{
    "port",    "path",        "method",       "expect_status", "expect_body",
    "headers", "server_name", "http_version", "warm"};

ProbeOptions read_https(const Fields& fields);
ProbeOptions read_http(const Fields& fields);

/// `https`, `https:8443`.
std::string http_label(const ProbeOptions& options);

/// The request headers of the map `node`, each as `Name: value`.
std::vector<std::string> read_http_headers(const Node& node);

}  // namespace peeringd

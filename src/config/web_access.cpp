#include "config/web_access.hpp"

#include <algorithm>
#include <array>

#include "config/text_file.hpp"
#include "config/values.hpp"
#include "config/words.hpp"

namespace peeringd {
namespace {

constexpr std::array<std::string_view, 4> tls_keys{"cert_file", "key_file", "client_ca_file",
                                                   "min_version"};

// Each check of a password takes twice as long with each step of the cost; with 16 some seconds.
constexpr std::uint64_t highest_cost = 16;
constexpr std::uint64_t lowest_cost = 4;

// `label` ends the first line of what is looked for (RFC 7468), which people call `what`.
std::string read_pem_file(const std::optional<Node>& node, std::string_view label,
                          const char* what) {
  if (!node) return {};
  const auto written = node->text("a file in PEM");
  if (!written) return {};
  const std::filesystem::path from = node->diagnostics().file_name(node->place().file);
  const std::string name = (from.parent_path() / *written).string();
  const auto text = read_text_file(name);
  if (!text) {
    node->error(in_quotes(name) + " " + text.error().message);
  } else if (text->find("-----BEGIN ") == std::string::npos ||
             text->find(std::string(label) + "-----") == std::string::npos) {
    node->error(in_quotes(name) + " holds no " + what + " in PEM");
  }
  return name;
}

Result<WebTls::Version> parse_tls_version(std::string_view text) {
  if (text == "TLS12") return WebTls::Version::tls12;
  if (text == "TLS13") return WebTls::Version::tls13;
  return Error{in_quotes(text) + " is no version of TLS to be used today; write TLS12 or TLS13"};
}

bool is_bcrypt_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
         c == '/';
}

// `$2b$10$` and 53 characters. The error must not quote what is written.
Result<std::string> parse_bcrypt_hash(std::string_view text) {
  constexpr std::string_view how = "; make one with: htpasswd -nBC 10 NAME";
  const bool form =
      text.size() == 60 &&
      (text.starts_with("$2a$") || text.starts_with("$2b$") || text.starts_with("$2y$")) &&
      text[6] == '$' && std::all_of(text.begin() + 7, text.end(), is_bcrypt_digit);
  if (!form) return Error{"is no bcrypt hash" + std::string(how)};
  const std::string_view cost_digits = text.substr(text[4] == '0' ? 5 : 4, text[4] == '0' ? 1 : 2);
  if (!parse_whole_number(cost_digits, lowest_cost, highest_cost)) {
    return Error{"has a cost outside 4 to 16; each step doubles the time of a check" +
                 std::string(how)};
  }
  return std::string(text);
}

}  // namespace

std::optional<WebTls> read_web_tls(const Node& node) {
  const Fields fields(node, "a map with cert_file and key_file");
  fields.allow_only(tls_keys);
  WebTls tls;
  tls.cert_file = read_pem_file(fields.require("cert_file", "the server's certificate in PEM"),
                                "CERTIFICATE", "certificate");
  tls.key_file = read_pem_file(fields.require("key_file", "the certificate's private key in PEM"),
                               "KEY", "private key");
  tls.client_ca_file = read_pem_file(fields.find("client_ca_file"), "CERTIFICATE", "certificate");
  if (const auto version = fields.find("min_version")) {
    tls.min_version = version->parse("TLS12 or TLS13", parse_tls_version).value_or(tls.min_version);
  }
  return tls;
}

std::map<std::string, std::string> read_basic_auth_users(const Node& node) {
  std::map<std::string, std::string> users;
  const auto entries = node.entries("a map of names and bcrypt hashes");
  for (const Node::Entry& entry : entries) {
    // RFC 7617 section 2: a name ends at the first colon.
    if (entry.key.empty() || entry.key.find(':') != std::string::npos) {
      entry.key_node.error("is no name of a user: it is empty or has a colon");
      continue;
    }
    const auto hash = entry.value.parse("a bcrypt hash", parse_bcrypt_hash);
    if (hash) users[entry.key] = *hash;
  }
  if (entries.empty() && node.is_map())
    node.error("names nobody; leave the key away to let all in");
  return users;
}

}  // namespace peeringd

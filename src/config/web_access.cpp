#include "config/web.hpp"

#include "base/file_access.hpp"
#include "base/text.hpp"
#include "config/named_file.hpp"
#include "config/password_hash.hpp"

namespace peeringd {
namespace {

// `label` ends the first line of the PEM block (RFC 7468); `what` is its name in messages.
std::string read_pem_file(const std::optional<Node>& node, std::string_view label,
                          const char* what) {
  if (!node) return {};
  const auto file = read_named_file(*node, "a file in PEM");
  if (!file) return {};
  std::string name = file->path.string();
  if (file->text.find("-----BEGIN ") == std::string::npos ||
      file->text.find(std::string(label) + "-----") == std::string::npos) {
    node->error(in_quotes(name) + " contains no " + what + " in PEM");
  }
  return name;
}

Result<WebTls::Version> parse_tls_version(std::string_view text) {
  if (text == "TLS12") return WebTls::Version::tls12;
  if (text == "TLS13") return WebTls::Version::tls13;
  return Error{in_quotes(text) + " is not a version of TLS to use; write TLS12 or TLS13"};
}

// Once for all users whose hashes are in the configuration itself.
void warn_of_inline_hashes(const Node& users) {
  const std::string& file = users.diagnostics().file_name(users.place().file);
  if (!others_may_read(file)) return;
  users.warning("hashes of passwords are in a file that every user of this host may read (" +
                mode_of(file) + "); keep them in a password_file (docs/install.md)");
}

std::optional<std::string> read_password_file(const Node& user, std::string_view name) {
  const Fields fields(user, "a bcrypt hash, or a map with password_file");
  const auto node = fields.require("password_file", "a file with the user's bcrypt hash");
  fields.report_unknown_keys();
  if (!node) return std::nullopt;
  const auto file = read_named_file(*node, "a file with the user's bcrypt hash");
  if (!file) return std::nullopt;
  auto hash = find_password_hash(file->text, name);
  if (hash) return std::move(*hash);
  node->error(in_quotes(file->path.string()) + " " + hash.error().message);
  return std::nullopt;
}

}  // namespace

std::optional<WebTls> read_web_tls(const Node& node) {
  const Fields fields(node, "a map with cert_file and key_file");
  WebTls tls;
  tls.cert_file = read_pem_file(fields.require("cert_file", "the server's certificate in PEM"),
                                "CERTIFICATE", "certificate");
  if (const auto key = fields.require("key_file", "the certificate's private key in PEM")) {
    tls.key_file = read_pem_file(key->as_secret(), "KEY", "private key");
  }
  tls.client_ca_file = read_pem_file(fields.find("client_ca_file"), "CERTIFICATE", "certificate");
  if (const auto version = fields.find("min_version")) {
    tls.min_version = version->parse("TLS12 or TLS13", parse_tls_version).value_or(tls.min_version);
  }
  fields.report_unknown_keys();
  return tls;
}

std::map<std::string, std::string> read_basic_auth_users(const Node& node) {
  std::map<std::string, std::string> users;
  bool is_inline = false;
  const Node secret = node.as_secret();
  const auto entries = secret.entries("a map of names and bcrypt hashes");
  for (const Node::Entry& entry : entries) {
    // RFC 7617 section 2: a name ends at the first colon.
    if (entry.key.empty() || entry.key.find(':') != std::string::npos) {
      entry.key_node.error("is not a user name: it is empty or has a colon");
      continue;
    }
    const bool in_file = entry.value.is_map();
    const auto hash = in_file ? read_password_file(entry.value, entry.key)
                              : entry.value.parse("a bcrypt hash", parse_bcrypt_hash);
    if (hash) users[entry.key] = *hash;
    is_inline = is_inline || (hash && !in_file);
  }
  if (entries.empty() && node.is_map())
    node.error("names no user; remove the key to let everyone in");
  if (is_inline) warn_of_inline_hashes(node);
  return users;
}

}  // namespace peeringd

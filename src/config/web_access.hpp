// Who may read the HTTP endpoint, and over what: `web.tls` and `web.basic_auth_users`. The keys are
// those of the exporter-toolkit's web configuration where they say the same.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "model/web_config.hpp"
#include "yaml/fields.hpp"

namespace peeringd {

/// Names of files are relative to the configuration file.
std::optional<WebTls> read_web_tls(const Node& node);

/// Hashes by name, written there or in a file. No message quotes a name or a value: either may be a
/// password that was put in the wrong place.
std::map<std::string, std::string> read_basic_auth_users(const Node& node);

}  // namespace peeringd

// Where the HTTP endpoint listens.
#pragma once

#include <optional>

#include "model/web_config.hpp"
#include "yaml/node.hpp"

namespace peeringd {

/// An address and a port: 127.0.0.1:8075 or [::1]:8075. Port 0 lets the kernel choose.
Result<ListenAddress> parse_listen_address(std::string_view text);

/// `node` is the value of `web`; without it the default is 127.0.0.1:8075.
WebConfig read_web(const std::optional<Node>& node);

}  // namespace peeringd

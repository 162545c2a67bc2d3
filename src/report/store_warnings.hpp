// Reports over a store of many branches, with what the store says about its answer.
#pragma once

#include <boost/json/object.hpp>
#include <span>
#include <string>

namespace peeringd {

/// `document` with the member `warnings`: each once, none for a complete answer. Any thread.
std::string with_store_warnings(boost::json::object document,
                                std::span<const std::string> warnings);

}  // namespace peeringd

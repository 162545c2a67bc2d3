// Runs a piece of a test in an empty network namespace of its own, in a forked child, so that it
// may add interfaces and addresses without touching the host.
#pragma once

#include <functional>
#include <string>

namespace peeringd::test {

enum class NamespaceOutcome {
  passed,
  failed,         ///< what failed was printed by the child
  not_permitted,  ///< the kernel lets us have no namespace: skip the test
};

/// Forks; in the child makes the namespace (with a user namespace, where that is what it takes) and
/// runs `body`, which returns an empty string or what went wrong. GoogleTest's macros are of no use
/// in there. Needs a process of one thread.
NamespaceOutcome in_network_namespace(const std::function<std::string()>& body);

/// Runs a command of the shell, as `ip link add …`; true when it exits with 0.
bool shell(const std::string& command);

/// In a namespace: puts a file with this text in the place of an existing one, for this process and
/// those that it starts.
bool replace_file(const std::string& path, const std::string& text);

/// In a namespace: gives up all capabilities of the process, CAP_NET_RAW and CAP_NET_ADMIN among
/// them. Files of root stay within reach.
bool drop_capabilities();

}  // namespace peeringd::test

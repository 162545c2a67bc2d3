// Network namespaces for tests: one with a loopback interface for all tests of a process, and an
// empty one for a forked child, which may add interfaces and addresses.
#pragma once

#include <functional>
#include <string>

namespace peeringd::test {

enum class NamespaceOutcome {
  passed,
  failed,         ///< what failed was printed by the child
  not_permitted,  ///< the kernel lets us have no namespace: skip the test
};

/// Moves the process into a network namespace with only a loopback interface. False if the kernel
/// does not permit it; the process then stays in the host's. Requires a single thread. User and
/// rights stay the same.
bool enter_own_network();

/// Forks; the child creates the namespace (with a user namespace if needed) and runs `body`, which
/// returns an empty string or an error. GoogleTest's macros have no effect there. Requires a single
/// thread.
NamespaceOutcome in_network_namespace(const std::function<std::string()>& body);

/// Runs a shell command such as `ip link add …`; true if it exits with 0.
bool shell(const std::string& command);

/// In a namespace: replaces an existing file by one with this text, for this process and its
/// children.
bool replace_file(const std::string& path, const std::string& text);

/// Drops all capabilities of the calling thread, including CAP_NET_RAW and CAP_NET_ADMIN. Its user
/// keeps access to files by their mode.
bool drop_capabilities();

}  // namespace peeringd::test

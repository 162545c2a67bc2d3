// Network namespaces for tests: one with a loopback for all tests of a process, and an empty one
// for a piece of a test, in a forked child, which may add interfaces and addresses to it.
#pragma once

#include <functional>
#include <string>

namespace peeringd::test {

enum class NamespaceOutcome {
  passed,
  failed,         ///< what failed was printed by the child
  not_permitted,  ///< the kernel lets us have no namespace: skip the test
};

/// Moves the process into a network namespace in which there is a loopback, up, and nothing else.
/// False where the kernel does not permit it: the process then stays in the host's. Needs a process
/// of one thread; leaves it the user that it was, and with no more rights.
bool enter_own_network();

/// Forks; in the child makes the namespace (with a user namespace, where that is what it takes) and
/// runs `body`, which returns an empty string or what went wrong. GoogleTest's macros are of no use
/// in there. Needs a process of one thread.
NamespaceOutcome in_network_namespace(const std::function<std::string()>& body);

/// Runs a command of the shell, as `ip link add …`; true when it exits with 0.
bool shell(const std::string& command);

/// In a namespace: puts a file with this text in the place of an existing one, for this process and
/// those that it starts.
bool replace_file(const std::string& path, const std::string& text);

/// Gives up all capabilities of the calling thread, CAP_NET_RAW and CAP_NET_ADMIN among them. Files
/// of its user stay within reach, as far as their mode allows.
bool drop_capabilities();

}  // namespace peeringd::test

// The files that hold the trusted certificates of HTTPS probes: a file of the configuration, or
// the store of the system.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace peeringd {

/// The file itself; of the system's store, which the empty name stands for, the files that OpenSSL
/// looks into: $SSL_CERT_FILE, and the hashed names in $SSL_CERT_DIR, or its own places for both.
std::vector<std::string> trust_files(const std::string& ca_file);

/// Changes when one of the files changes, comes or goes: made of their names, inodes, sizes and
/// times. Reads none of them.
std::uint64_t identity_of_trust_files(const std::string& ca_file);

}  // namespace peeringd

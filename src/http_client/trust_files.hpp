// The files of the trusted certificates of HTTPS probes: a configured file, or the system's store.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace peeringd {

/// The file itself. For the system's store (empty name), the files that OpenSSL uses:
/// $SSL_CERT_FILE, and the hashed names in $SSL_CERT_DIR, or its defaults for both.
std::vector<std::string> trust_files(const std::string& ca_file);

/// Changes when a file is modified, added or removed: computed from names, inodes, sizes and times.
/// Does not read the files.
std::uint64_t identity_of_trust_files(const std::string& ca_file);

}  // namespace peeringd

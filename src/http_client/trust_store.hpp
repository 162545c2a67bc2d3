// Trusted certificates as OpenSSL wants them. (Its types are void here, so that its headers stay in
// a few files.)
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"

namespace peeringd {

/// An X509_STORE. It may be used by one thread at a time.
using TrustStore = std::shared_ptr<void>;

/// A store that trusts nobody.
TrustStore empty_trust_store();

/// Reads the certificates of `ca_file`, or of the system's store where the name is empty. Fails
/// when there is no certificate, or when a file is broken; of the system's store a broken file is
/// left out instead if `leave_out_broken`.
Result<TrustStore> load_trust_store(const std::string& ca_file, bool leave_out_broken);

}  // namespace peeringd

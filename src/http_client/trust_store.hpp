// Trusted certificates for OpenSSL. (Its types are void here, which keeps its headers in a few
// files.)
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"

namespace peeringd {

/// An X509_STORE. One thread at a time.
using TrustStore = std::shared_ptr<void>;

/// A store without certificates.
TrustStore empty_trust_store();

/// Reads the certificates of `ca_file`; empty: the system's store. Fails if there is no
/// certificate, or if a file is broken; with `leave_out_broken`, broken files of the system's store
/// are skipped.
Result<TrustStore> load_trust_store(const std::string& ca_file, bool leave_out_broken);

}  // namespace peeringd

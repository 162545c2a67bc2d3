// The prefixes of peering services: which ones are used, and whether all of them are known. Pure;
// any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "import/azure_answer.hpp"
#include "import/imported_connection.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

class ServicePrefixes {
 public:
  /// With `all`, prefixes that are not Verified are used, too. `answer` and `diagnostics` must
  /// outlive the object.
  ServicePrefixes(const AzureAnswer& answer, bool all, Diagnostics& diagnostics);

  /// The prefixes of `service`, sorted by address. Call once for each. `connection` is its name.
  std::vector<ImportedPrefix> take(const AzureService& service, const std::string& connection);

  /// Reports services without their prefixes, prefixes whose service is missing, and overlaps. Call
  /// after take() of all services.
  void report_unmatched();

 private:
  struct Used {
    IpPrefix prefix;
    std::string connection;
    const AzurePrefix* at;
  };

  void compare(const AzurePrefix& first, const AzurePrefix& other);
  bool is_valid(const AzurePrefix& prefix, const std::string& connection);
  void report_overlaps();
  void report_missing();

  const AzureAnswer& answer_;
  bool all_;
  Diagnostics& diagnostics_;
  std::map<std::string, std::vector<const AzurePrefix*>> by_service_;
  std::vector<Used> used_;
  std::vector<const AzureService*> without_;
};

}  // namespace peeringd

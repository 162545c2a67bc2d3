#include "http_client/trust_files.hpp"

#include <openssl/x509.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "base/fnv1a.hpp"

namespace peeringd {
namespace {

std::string from_environment(const char* variable, const char* otherwise) {
  const char* const value = std::getenv(variable);
  return value != nullptr ? value : otherwise;
}

// `4042bcee.0`: OpenSSL looks up the hash of the issuer's name.
bool is_hashed_name(std::string_view name) {
  constexpr std::size_t hash_length = 8;
  constexpr std::string_view hexadecimal = "0123456789abcdef";
  constexpr std::string_view decimal = "0123456789";
  return name.size() > hash_length + 1 && name[hash_length] == '.' &&
         name.substr(0, hash_length).find_first_not_of(hexadecimal) == std::string_view::npos &&
         name.substr(hash_length + 1).find_first_not_of(decimal) == std::string_view::npos;
}

void append_hashed_names(const std::string& folder, std::vector<std::string>& files) {
  const auto first = static_cast<std::ptrdiff_t>(files.size());
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  while (!error && entry != std::filesystem::directory_iterator{}) {
    if (is_hashed_name(entry->path().filename().native())) files.push_back(entry->path().native());
    entry.increment(error);
  }
  std::sort(files.begin() + first, files.end());
}

std::vector<std::string> system_trust_files() {
  std::vector<std::string> files{
      from_environment(X509_get_default_cert_file_env(), X509_get_default_cert_file())};
  const std::string folders =
      from_environment(X509_get_default_cert_dir_env(), X509_get_default_cert_dir());
  for (std::size_t start = 0; start <= folders.size();) {
    const std::size_t end = std::min(folders.find(':', start), folders.size());
    if (end > start) append_hashed_names(folders.substr(start, end - start), files);
    start = end + 1;
  }
  return files;
}

class Fingerprint {
 public:
  void add(std::string_view bytes) { value_ = fnv1a(bytes, value_); }
  template <typename Number>
  void add_number(Number number) {
    add({reinterpret_cast<const char*>(&number), sizeof number});
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = fnv1a_of_nothing;
};

void add_file(Fingerprint& fingerprint, const std::string& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return;
  fingerprint.add(file);
  fingerprint.add_number(status.st_dev);
  fingerprint.add_number(status.st_ino);
  fingerprint.add_number(status.st_size);
  for (const timespec& time : {status.st_mtim, status.st_ctim}) {
    fingerprint.add_number(time.tv_sec);
    fingerprint.add_number(time.tv_nsec);
  }
}

}  // namespace

std::vector<std::string> trust_files(const std::string& ca_file) {
  return ca_file.empty() ? system_trust_files() : std::vector<std::string>{ca_file};
}

std::uint64_t identity_of_trust_files(const std::string& ca_file) {
  Fingerprint fingerprint;
  for (const std::string& file : trust_files(ca_file)) add_file(fingerprint, file);
  return fingerprint.value();
}

}  // namespace peeringd

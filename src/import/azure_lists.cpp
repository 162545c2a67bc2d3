#include "import/azure_lists.hpp"

#include <boost/json/value.hpp>
#include <string_view>

#include "base/json_text.hpp"
#include "import/json_item.hpp"

namespace peeringd {
namespace {

const boost::json::array* array_of(const boost::json::object& object, std::string_view key) {
  const auto* value = find_json(object, key);
  return value == nullptr ? nullptr : value->if_array();
}

std::string text_of(const boost::json::object& object, std::string_view key) {
  return std::string(text_of_json(find_json(object, key)));
}

}  // namespace

std::optional<AzureList> list_in(const boost::json::object& object) {
  if (const auto* items = array_of(object, "value")) {
    const bool has_next = !text_of(object, "nextLink").empty();
    return AzureList{items, "value",
                     has_next ? "is not the whole list: also get the page that its nextLink names "
                                "(az rest --method get --url NEXTLINK), and add it after this one"
                              : ""};
  }
  if (const auto* items = array_of(object, "data")) {
    const bool has_next =
        !text_of(object, "skip_token").empty() || !text_of(object, "$skipToken").empty();
    return AzureList{items, "data",
                     has_next ? "is not the whole list: also get the next page (az graph query "
                                "--skip-token TOKEN), and add it after this one"
                              : ""};
  }
  return std::nullopt;
}

std::optional<std::string> azure_error_in(const boost::json::object& object) {
  const auto* value = find_json(object, "error");
  const auto* error = value == nullptr ? nullptr : value->if_object();
  if (error == nullptr) return std::nullopt;
  return "is an error response from Azure: " + text_of(*error, "code");
}

}  // namespace peeringd

#include "import/azure_answer.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "import/azure_lists.hpp"
#include "import/json_documents.hpp"
#include "import/json_item.hpp"

namespace peeringd {
namespace {

enum class Kind { service, prefix, location, other };

Kind kind_of_type(std::string_view type) {
  const std::string name = lower_case(type);
  if (name == "microsoft.peering/peeringservices") return Kind::service;
  if (name == "microsoft.peering/peeringservices/prefixes") return Kind::prefix;
  if (name == "microsoft.peering/peeringservicelocations") return Kind::location;
  return Kind::other;
}

// A query may leave out the type.
Kind kind_of_values(const JsonItem& item) {
  if (item.has("prefix")) return Kind::prefix;
  if (item.has("peeringServiceProvider") || item.has("peeringServiceLocation")) {
    return Kind::service;
  }
  if (item.has("country") && item.has("state")) return Kind::location;
  return Kind::other;
}

/// The resource that a list belongs to, from its first item: a peering service, or a subscription.
std::string owner_of(const boost::json::array& items) {
  const auto* first = items.empty() ? nullptr : items.front().if_object();
  const auto* value = first == nullptr ? nullptr : find_json(*first, "id");
  if (value == nullptr || !value->is_string()) return {};
  const std::string id = lower_case({value->get_string().data(), value->get_string().size()});
  const auto end = id.rfind("/prefixes/");
  return id.substr(0, end == std::string::npos ? id.find("/resourcegroups/") : end);
}

std::string last_segment(std::string_view id) {
  return std::string(id.substr(id.rfind('/') + 1));
}

class DocumentReader {
 public:
  DocumentReader(std::size_t file, const SecretTexts& secrets, AzureAnswer& answer,
                 Diagnostics& diagnostics)
      : file_(file), secrets_(secrets), answer_(answer), diagnostics_(diagnostics) {}

  void read(const boost::json::value& value, const std::string& path) {
    if (const auto* array = value.if_array()) {
      if (array->empty()) ++answer_.empty_lists;
      return read_list(*array, path);
    }
    const auto* object = value.if_object();
    if (object == nullptr) {
      return error(path, "expected an object or a list of them");
    }
    if (const auto list = list_in(*object)) {
      note_page(*list, path);
      return read_list(*list->items, path.empty() ? list->key : path + "." + list->key);
    }
    if (const auto message = azure_error_in(*object)) return error(path, *message);
    read_resource(JsonItem(*object, file_, path));
  }

 private:
  void error(const std::string& path, std::string message) {
    diagnostics_.error({file_, 0, 0}, path, std::move(message));
  }

  // The next page of a list directly follows.
  void note_page(const AzureList& list, const std::string& path) {
    const std::string owner = owner_of(*list.items);
    const bool empty = list.items->empty();
    if (answer_.incomplete_list && empty) {
      answer_.ended_by_empty_list.push_back(*std::exchange(answer_.incomplete_list, std::nullopt));
    } else if (empty && list.next_page.empty() && list.key != "data") {
      ++answer_.empty_lists;  // Resource Graph (`data`) has no prefixes
    }
    if (answer_.incomplete_list && owner == answer_.incomplete_list->list)
      answer_.incomplete_list.reset();
    report_open_list(answer_, diagnostics_);
    if (!list.next_page.empty())
      answer_.incomplete_list = AzurePage{owner, list.next_page, file_, path};
  }

  void read_list(const boost::json::array& items, const std::string& path) {
    std::size_t index = 0;
    for (const auto& item : items) read(item, path + "[" + std::to_string(index++) + "]");
  }

  void read_resource(const JsonItem& item) {
    const auto type = text_of(item, "type");
    const Kind kind = type ? kind_of_type(*type) : kind_of_values(item);
    if (kind == Kind::service) return read_service(item);
    if (kind == Kind::prefix) return read_prefix(item);
    if (kind == Kind::location) return read_location(item);
    item.error(diagnostics_,
               (type ? "is of the type " + in_quotes(*type) + "; expected" : "is not") +
                   std::string(" a peering service, one of its prefixes, or one of the locations "
                               "of peering services"));
  }

  std::optional<std::string> text_of(const JsonItem& item, std::string_view key) {
    const auto text = item.text(key, diagnostics_);
    return text ? std::optional(secrets_.without(*text)) : std::nullopt;
  }

  std::string value_of(const JsonItem& item, std::string_view key) {
    return text_of(item, key).value_or("");
  }

  // A value that the configuration will have. Without a part of it, it would be another one.
  std::string used_value_of(const JsonItem& item, std::string_view key) {
    const auto text = item.text(key, diagnostics_);
    if (text && secrets_.without(*text) != *text) {
      item.error(diagnostics_,
                 std::string(key) +
                     " contains the value of a member that looks like a secret, as its name ends "
                     "with key, token, password or the like; rename that member, such as a tag");
    }
    return text ? secrets_.without(*text) : std::string();
  }

  void read_service(const JsonItem& item) {
    AzureService service;
    service.id = value_of(item, "id");
    if (service.id.empty()) return item.error(diagnostics_, "has no id");
    service.key = lower_case(service.id);
    service.name = used_value_of(item, "name");
    if (service.name.empty()) service.name = last_segment(service.id);
    service.location = used_value_of(item, "peeringServiceLocation");
    service.provider = used_value_of(item, "peeringServiceProvider");
    service.primary = used_value_of(item, "providerPrimaryPeeringLocation");
    service.backup = used_value_of(item, "providerBackupPeeringLocation");
    service.provisioning_state = value_of(item, "provisioningState");
    service.file = file_;
    service.path = item.path();
    answer_.services.push_back(std::move(service));
  }

  void read_prefix(const JsonItem& item) {
    AzurePrefix prefix;
    const std::string id = lower_case(value_of(item, "id"));
    const auto end = id.rfind("/prefixes/");
    if (end == std::string::npos) {
      return item.error(diagnostics_,
                        "has no id of a peering service's prefix, so its peering "
                        "service is not known");
    }
    prefix.key = id;
    prefix.service_key = id.substr(0, end);
    prefix.prefix = value_of(item, "prefix");
    if (prefix.prefix.empty()) return item.error(diagnostics_, "has no prefix");
    prefix.state = text_of(item, "prefixValidationState").value_or("None");
    prefix.reason = value_of(item, "errorMessage");
    prefix.file = file_;
    prefix.path = item.path();
    answer_.prefixes.push_back(std::move(prefix));
  }

  void read_location(const JsonItem& item) {
    answer_.locations.push_back({value_of(item, "country"), value_of(item, "state")});
  }

  std::size_t file_;
  const SecretTexts& secrets_;
  AzureAnswer& answer_;
  Diagnostics& diagnostics_;
};

}  // namespace

void read_azure_document(const boost::json::value& document, std::size_t file, std::string path,
                         const SecretTexts& secrets, AzureAnswer& answer,
                         Diagnostics& diagnostics) {
  DocumentReader(file, secrets, answer, diagnostics).read(document, path);
}

void report_open_list(AzureAnswer& answer, Diagnostics& diagnostics) {
  if (!answer.incomplete_list) return;
  diagnostics.error({answer.incomplete_list->file, 0, 0}, answer.incomplete_list->path,
                    answer.incomplete_list->message);
  answer.incomplete_list.reset();
}

boost::json::value unwrapped(boost::json::value document, std::size_t file,
                             Diagnostics& diagnostics) {
  if (auto* array = document.if_array()) {
    for (auto& item : *array) item = unwrapped(std::move(item), file, diagnostics);
  }
  const auto* object = document.if_object();
  if (object == nullptr || find_json(*object, "StatusCode") == nullptr) return document;
  const auto* content = find_json(*object, "Content");
  if (content == nullptr || !content->is_string()) return document;
  Diagnostics of_body;
  of_body.add_file("");
  auto bodies = parse_json_documents(std::string(content->get_string()), 0, of_body);
  if (bodies.size() == 1 && of_body.error_count() == 0) return std::move(bodies.front());
  diagnostics.error({file, 0, 0}, "Content", "is not JSON; expected the body of an answer");
  return boost::json::array();
}

}  // namespace peeringd

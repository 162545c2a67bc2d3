#include "import/json_documents.hpp"

#include <algorithm>
#include <boost/json/error.hpp>
#include <boost/json/stream_parser.hpp>
#include <string_view>

#include "import/utf16.hpp"

namespace peeringd {
namespace {

constexpr std::string_view json_space = " \t\r\n";
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

// Where the next document begins. Joined files of PowerShell have a mark before each.
std::size_t find_document(std::string_view text, std::size_t at) {
  at = text.find_first_not_of(json_space, at);
  while (at != std::string_view::npos && text.substr(at).starts_with(byte_order_mark)) {
    at = text.find_first_not_of(json_space, at + byte_order_mark.size());
  }
  return at;
}

Place place_of_byte(std::size_t file, std::string_view text, std::size_t byte) {
  text = text.substr(0, byte);
  const auto lines = std::count(text.begin(), text.end(), '\n');
  const auto line_feed = text.rfind('\n');
  const std::size_t begin = line_feed == std::string_view::npos ? 0 : line_feed + 1;
  return {file, static_cast<int>(lines) + 1, static_cast<int>(text.size() - begin) + 1};
}

std::string why(const boost::json::error_code& error) {
  namespace json = boost::json;
  if (error == json::error::incomplete) return "the text ends within a value; is it cut off?";
  if (error == json::error::too_deep) return "nested too deeply";
  return error.message();
}

}  // namespace

std::vector<boost::json::value> parse_json_documents(std::string text, std::size_t file,
                                                     Diagnostics& diagnostics) {
  text = decode_bom(std::move(text));
  std::vector<boost::json::value> documents;
  std::size_t at = find_document(text, 0);
  if (at == std::string::npos) diagnostics.error({file, 0, 0}, {}, "is empty; expected JSON");
  while (at != std::string::npos) {
    boost::json::stream_parser parser;
    boost::json::error_code error;
    const std::size_t used = parser.write_some(text.data() + at, text.size() - at, error);
    if (!error && !parser.done()) parser.finish(error);
    if (error) {
      diagnostics.error(place_of_byte(file, text, at + used), {}, "not valid JSON: " + why(error));
      break;
    }
    documents.push_back(parser.release());
    at = find_document(text, at + used);
  }
  return documents;
}

}  // namespace peeringd

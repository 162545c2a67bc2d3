#include "config/probe_types.hpp"

#include "base/text.hpp"
#include "config/endpoints.hpp"
#include "config/values.hpp"

namespace peeringd {
namespace {

Result<std::string> parse_query_name(std::string_view text) {
  auto name = parse_host_name(text);
  if (!name) return name;
  if (name->back() == '.') name->pop_back();
  return lower_case(*name);
}

Result<DnsOptions::Record> parse_record(std::string_view text) {
  const std::string record = upper_case(text);
  if (record == "A") return DnsOptions::Record::a;
  if (record == "AAAA") return DnsOptions::Record::aaaa;
  return Error{in_quotes(text) + " is not a type of record for a probe; write A or AAAA"};
}

Result<IpAddress> parse_server(std::string_view text) {
  auto address = parse_address(text);
  if (address && !is_host_address(*address)) {
    return Error{in_quotes(text) + " is not the address of a host"};
  }
  return address;
}

ProbeOptions read_dns(const Fields& fields) {
  DnsOptions options;
  if (const auto node = fields.require("name", "the host name to ask for")) {
    options.name = node->parse("a host name", parse_query_name).value_or("");
  }
  if (const auto node = fields.find("record")) {
    options.record = node->parse("a type of record", parse_record).value_or(options.record);
  }
  if (const auto node = fields.find("server")) {
    options.server = node->parse("an address", parse_server);
  }
  if (const auto node = fields.find("port")) {
    options.port = node->parse("a port number", parse_port).value_or(options.port);
  }
  return options;
}

/// `dns:example.net`, and like dig `@` with the server and its port if they are given.
std::string dns_label(const ProbeOptions& options) {
  const auto& dns = std::get<DnsOptions>(options);
  std::string text = "dns:" + dns.name;
  if (dns.record == DnsOptions::Record::aaaa) text += ":aaaa";
  if (dns.server) text += "@" + dns.server->to_string();
  if (dns.port != DnsOptions{}.port) text += "#" + std::to_string(dns.port);
  return text;
}

}  // namespace

ProbeType dns_type() {
  return {"dns", read_dns, dns_label};
}

}  // namespace peeringd

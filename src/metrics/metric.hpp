// A table of metrics: each row says name, type, help and how to read the value from an item, which
// is a target, a path, a prefix or the like. Internal to this folder.
#pragma once

#include <optional>
#include <span>
#include <type_traits>
#include <utility>

#include "metrics/family.hpp"

namespace peeringd {

using Type = prometheus::MetricType;

/// One row. An `Item` is a small value that refers to what it describes; labels() gives its labels.
template <typename Item>
struct Metric {
  /// `accessor`, a lambda without captures, takes an item and returns its value, or an optional
  /// whose absence means no series. Or a lambda or a function takes a Series too, and adds any
  /// number of them.
  template <typename Accessor>
  constexpr Metric(Type of, const char* metric, const char* text, Accessor /*accessor*/)
      : type(of), name(metric), help(text), add(&add_by<Accessor>) {}
  constexpr Metric(Type of, const char* metric, const char* text,
                   void (*add_series)(Series& out, const Item& item))
      : type(of), name(metric), help(text), add(add_series) {}

  Type type;
  const char* name;
  const char* help;
  void (*add)(Series& out, const Item& item);

 private:
  template <typename Accessor>
  static void add_by(Series& out, const Item& item) {
    if constexpr (std::is_invocable_v<Accessor, Series&, const Item&>) {
      Accessor{}(out, item);
    } else {
      std::optional value = Accessor{}(item);
      if (value) out.add(item.labels(), *std::move(value));
    }
  }
};

/// The rows of a table.
template <typename Item>
using Metrics = std::span<const Metric<Item>>;

/// Appends a family for each row, over the items `item_at(0)` … `item_at(count - 1)`.
template <typename Item, typename ItemAt>
void append(Families& families, Metrics<Item> rows, std::size_t count, const ItemAt& item_at) {
  for (const Metric<Item>& row : rows) {
    families.push_back(
        {row.type, row.name, row.help, count,
         [item_at, add = row.add](Series& out, std::size_t index) { add(out, item_at(index)); }});
  }
}

}  // namespace peeringd

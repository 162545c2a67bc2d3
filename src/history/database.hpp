// A thin wrapper of SQLite: one connection, used by one thread. SQLite before 3.51.3 can
// damage a file that two connections write and checkpoint at the same time. Only database.cpp
// includes sqlite3.h.
#pragma once

#include <boost/system/result.hpp>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace peeringd {

/// What kind of error it was.
enum class Fault {
  full,     ///< the disk, or the limit of the file
  damaged,  ///< the file is not a database, or corrupt
  foreign,  ///< the file is a database of another program
  newer,    ///< a newer version of this program has written it
  in_use,   ///< another process uses the file
  other,    ///< the file or its folder cannot be read or written, …
};

struct StoreError {
  Fault fault = Fault::other;
  std::string message;
};

/// Called by `StoreResult::value()` if it holds an error.
[[noreturn]] inline void throw_exception_from_error(const StoreError& error,
                                                    const boost::source_location& /*where*/) {
  throw std::runtime_error(error.message);
}

template <typename T>
using StoreResult = boost::system::result<T, StoreError>;

class Statement;

/// The first error sticks: until clear_error(), every call does nothing and returns nothing. So the
/// caller checks a sequence of steps once, at its end.
class Database {
 public:
  /// Creates the file if it does not exist. An error leaves no connection.
  static StoreResult<Database> open(const std::filesystem::path& file);

  Database(Database&&) noexcept = default;
  Database& operator=(Database&&) noexcept = default;

  void run(const std::string& sql);
  Statement prepare(const std::string& sql);

  /// The first number of the first row; 0 if there is none.
  std::int64_t number(const std::string& sql);

  /// The first `time` after `time` among the rows of a table, both in Unix seconds.
  std::optional<std::int64_t> next_time(const std::string& table, std::int64_t time);

  bool ok() const { return !state_->error; }

  /// Requires !ok().
  const StoreError& error() const { return *state_->error; }
  void clear_error() { state_->error.reset(); }
  /// Requires !ok(). Clears the error.
  StoreError take_error() { return *std::exchange(state_->error, std::nullopt); }

 private:
  friend class Statement;

  struct Close {
    void operator()(sqlite3* connection) const;
  };
  struct State {
    std::unique_ptr<sqlite3, Close> connection;
    std::optional<StoreError> error;

    void note(int code);
  };

  explicit Database(sqlite3* connection) : state_(new State{}) {
    state_->connection.reset(connection);
  }

  std::unique_ptr<State> state_;
};

/// A prepared statement. The database must outlive it.
class Statement {
 public:
  /// Binds the parameters, from the first on: integers, texts, bytes, or null. Bytes and texts must
  /// stay valid until the statement has run.
  template <typename... Values>
  Statement& bind(const Values&... values) {
    reset();
    int index = 0;
    (bind_one(++index, values), ...);
    return *this;
  }

  /// Goes to the next row; false when there is none, or after an error.
  bool next();

  /// Runs the statement to its end.
  void run() {
    while (next()) {
    }
  }

  /// Discards the remaining rows. An open statement keeps SQLite from shortening its log.
  void finish() { reset(); }

  /// The columns of the current row, counted from 0. Views are valid until the next call of next()
  /// or bind().
  std::int64_t integer(int column) const;
  std::string text(int column) const;
  std::optional<double> real(int column) const;  ///< none: null
  std::span<const std::uint8_t> bytes(int column) const;
  bool is_null(int column) const;

 private:
  friend class Database;

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };

  Statement(Database::State& state, sqlite3_stmt* statement)
      : state_(&state), statement_(statement) {}

  void reset();
  template <std::integral Integer>
  void bind_one(int index, Integer value) {
    bind_integer(index, static_cast<std::int64_t>(value));
  }
  void bind_integer(int index, std::int64_t value);
  void bind_one(int index, std::string_view text);
  void bind_one(int index, std::span<const std::uint8_t> bytes);
  void bind_one(int index, std::optional<std::int64_t> value);
  void bind_one(int index, std::optional<double> value);

  Database::State* state_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;  // null after an error
};

/// A transaction: the destructor rolls it back unless commit() was called.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database) { database_.run("BEGIN"); }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  /// Commits. Returns the first error since the beginning of the transaction, if any, and clears
  /// it.
  StoreResult<void> commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace peeringd

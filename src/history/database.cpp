#include "history/database.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <system_error>

namespace peeringd {
namespace {

std::optional<Fault> fault_of(int code) {
  switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
      return std::nullopt;
    case SQLITE_FULL:
      return Fault::full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Fault::damaged;
    default:
      return Fault::other;
  }
}

constexpr int patience_ms = 200;  // where another program reads the file

}  // namespace

void Database::Close::operator()(sqlite3* connection) const {
  sqlite3_close_v2(connection);
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

void Database::State::note(int code) {
  const auto fault = fault_of(code);
  if (!fault || error) return;
  error = StoreError{*fault, sqlite3_errmsg(connection.get())};
  const int cause = sqlite3_system_errno(connection.get());
  const bool of_system = (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN;
  if (of_system && cause == ENOSPC) error->fault = Fault::full;  // such as for the log's index
  if (cause == 0 || *fault == Fault::damaged) return;
  error->message += ": " + std::error_code(cause, std::generic_category()).message();
}

StoreResult<Database> Database::open(const std::filesystem::path& file) {
  sqlite3* connection = nullptr;
  const int code =
      sqlite3_open_v2(file.c_str(), &connection,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(connection);
  database.state_->note(code);
  if (!database.ok()) return database.error();
  sqlite3_busy_timeout(connection, patience_ms);
  sqlite3_extended_result_codes(connection, 1);
  return database;
}

void Database::run(const std::string& sql) {
  if (!ok()) return;
  state_->note(sqlite3_exec(state_->connection.get(), sql.c_str(), nullptr, nullptr, nullptr));
}

Statement Database::prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (ok()) {
    state_->note(sqlite3_prepare_v2(state_->connection.get(), sql.data(),
                                    static_cast<int>(sql.size()), &statement, nullptr));
  }
  return {*state_, statement};
}

std::int64_t Database::number(const std::string& sql) {
  Statement statement = prepare(sql);
  return statement.next() ? statement.integer(0) : 0;
}

std::optional<std::int64_t> Database::next_time(const std::string& table, std::int64_t time) {
  Statement first = prepare("SELECT min(time) FROM " + table + " WHERE time > ?");
  if (!first.bind(time).next() || first.is_null(0)) return std::nullopt;
  return first.integer(0);
}

void Statement::reset() {
  if (statement_) sqlite3_reset(statement_.get());
}

bool Statement::next() {
  if (!statement_ || state_->error) return false;
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  state_->note(code);
  sqlite3_reset(statement_.get());
  return false;
}

void Statement::bind_integer(int index, std::int64_t value) {
  if (statement_) state_->note(sqlite3_bind_int64(statement_.get(), index, value));
}

void Statement::bind_one(int index, std::string_view text) {
  if (!statement_) return;
  state_->note(sqlite3_bind_text(statement_.get(), index, text.data(),
                                 static_cast<int>(text.size()), SQLITE_STATIC));
}

void Statement::bind_one(int index, std::span<const std::uint8_t> bytes) {
  if (!statement_) return;
  state_->note(sqlite3_bind_blob(statement_.get(), index, bytes.data(),
                                 static_cast<int>(bytes.size()), SQLITE_STATIC));
}

void Statement::bind_one(int index, std::optional<std::int64_t> value) {
  if (value) return bind_integer(index, *value);
  if (statement_) state_->note(sqlite3_bind_null(statement_.get(), index));
}

void Statement::bind_one(int index, std::optional<double> value) {
  if (!statement_) return;
  state_->note(value ? sqlite3_bind_double(statement_.get(), index, *value)
                     : sqlite3_bind_null(statement_.get(), index));
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column) const {
  const auto bytes = this->bytes(column);
  return {bytes.begin(), bytes.end()};
}

std::optional<double> Statement::real(int column) const {
  if (is_null(column)) return std::nullopt;
  return sqlite3_column_double(statement_.get(), column);
}

std::span<const std::uint8_t> Statement::bytes(int column) const {
  const auto* const data =
      static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

Transaction::~Transaction() {
  if (!open_) return;
  database_.clear_error();
  database_.run("ROLLBACK");
  database_.clear_error();  // SQLite may have rolled back already
}

StoreResult<void> Transaction::commit() {
  database_.run("COMMIT");
  if (database_.ok()) {
    open_ = false;
    return {};
  }
  return database_.error();
}

}  // namespace peeringd

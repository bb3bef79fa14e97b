// SPDX-License-Identifier: Apache-2.0

#include "tests/lightning/fake_lightningd.h"

#include <stdlib.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"
#include "tests/lightning/fake_node.h"

namespace {

namespace asio = boost::asio;
using asio::local::stream_protocol;
using boost::system::error_code;
using nlohmann::json;

auto Into(error_code& error) {
  return asio::redirect_error(asio::use_awaitable, error);
}

std::string MakeFolder() {
  std::string folder =
      (std::filesystem::temp_directory_path() / "lightningd.XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) {
    throw std::runtime_error("cannot make a folder like " + folder);
  }
  return folder;
}

// The length of the request that `bytes` begin with, or 0 if it goes on. Throws
// json::exception if there is none.
size_t ReadRequest(const std::string& bytes, json& request) {
  std::istringstream in(bytes);
  try {
    in >> request;
  } catch (const json::parse_error& error) {
    if (error.byte > bytes.size()) return 0;  // It is right as far as it goes.
    throw;
  }
  if (!request.is_object()) throw json::other_error::create(1, "", nullptr);
  return in.tellg();
}

// An escape by the number of the character, which lightningd does not know.
bool HasUnicodeEscape(const std::string& text) {
  for (size_t i = text.find('\\'); i != std::string::npos;
       i = text.find('\\', i + 2)) {
    if (text.compare(i, 2, "\\u") == 0) return true;
  }
  return false;
}

}  // namespace

struct FakeLightningd::Connection
    : std::enable_shared_from_this<FakeLightningd::Connection> {
  explicit Connection(stream_protocol::socket its_socket)
      : socket(std::move(its_socket)) {}

  void Close() {
    error_code ignored;  // Closed is closed.
    socket.close(ignored);
  }

  stream_protocol::socket socket;
  std::string incoming;  // The beginning of a request.
  std::string outgoing;
  bool writing = false;
  bool closing = false;  // When all is written.
};

// Everything but Run, Next and the methods that wait happens on thread_.
class FakeLightningd::Node {
 public:
  explicit Node(const std::string& rpc_file);
  ~Node();

  // Does `what` on thread_, and returns when it is done.
  template <typename What>
  auto Run(What what) -> decltype(what()) {
    std::packaged_task<decltype(what())()> task(std::move(what));
    auto done = task.get_future();
    asio::post(context_, [task = std::move(task)]() mutable { task(); });
    return done.get();
  }

  void Start();
  void Stop();
  void SetReading(bool reading);
  void AnswerAsUsual(const Request& request);
  void Send(Connection& connection, const std::string& bytes);
  void WakeAll();

  template <typename Condition>
  void Wait(Condition condition) {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!seen_.wait_for(lock, std::chrono::minutes(1), condition)) {
      throw std::runtime_error("what was waited for has not happened");
    }
  }

  FakeNode commands_;
  std::set<std::string> held_;
  size_t fragment_ = SIZE_MAX;

  std::mutex mutex_;  // Guards what tests look at and wait for.
  std::condition_variable seen_;
  std::vector<std::string> requests_;
  std::deque<Request> left_;
  size_t connections_ = 0;
  std::set<Connection*> open_;

 private:
  asio::awaitable<void> Accept();
  asio::awaitable<void> Serve(std::shared_ptr<Connection> connection);
  asio::awaitable<bool> Awake(const Connection& connection);
  asio::awaitable<void> Write(std::shared_ptr<Connection> connection);
  asio::awaitable<void> AnswerLater(Request request);
  void ServeRequests(const std::shared_ptr<Connection>& connection);
  void ServeRequest(const std::shared_ptr<Connection>& connection,
                    const std::string& text, const json& request);
  void ChangeOpen(Connection& connection, bool open);

  const std::string rpc_file_;
  bool reading_ = true;
  asio::io_context context_;
  asio::executor_work_guard<asio::io_context::executor_type> work_{
      context_.get_executor()};
  stream_protocol::acceptor acceptor_{context_};
  std::set<asio::steady_timer*> waiting_;  // They are cancelled to wake all.
  std::thread thread_;  // Last, because it uses all of the above.
};

FakeLightningd::Node::Node(const std::string& rpc_file)
    : commands_(std::filesystem::path(rpc_file).parent_path().string()),
      rpc_file_(rpc_file) {
  Start();
  thread_ = std::thread([this] { context_.run(); });
}

FakeLightningd::Node::~Node() {
  Run([this] {
    Stop();
    work_.reset();
  });
  thread_.join();  // It ends with the last coroutine.
}

void FakeLightningd::Node::Start() {
  std::filesystem::remove(rpc_file_);
  acceptor_.open();
  acceptor_.bind(rpc_file_);
  // Nobody can connect before it listens.
  chmod(rpc_file_.c_str(), S_IRUSR | S_IWUSR);
  acceptor_.listen();
  asio::co_spawn(context_, Accept(), asio::detached);
}

void FakeLightningd::Node::Stop() {
  error_code ignored;
  acceptor_.close(ignored);
  for (Connection* connection : open_) connection->Close();
  WakeAll();
}

void FakeLightningd::Node::SetReading(bool reading) {
  reading_ = reading;
  WakeAll();
}

void FakeLightningd::Node::WakeAll() {
  for (asio::steady_timer* timer : waiting_) timer->cancel();
}

void FakeLightningd::Node::ChangeOpen(Connection& connection, bool open) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (open) {
    ++connections_;
    open_.insert(&connection);
  } else {
    open_.erase(&connection);
  }
  seen_.notify_all();
}

asio::awaitable<void> FakeLightningd::Node::Accept() {
  for (;;) {
    error_code error;
    auto socket = co_await acceptor_.async_accept(Into(error));
    if (error) co_return;
    auto connection = std::make_shared<Connection>(std::move(socket));
    ChangeOpen(*connection, true);
    asio::co_spawn(context_, Serve(std::move(connection)), asio::detached);
  }
}

asio::awaitable<void> FakeLightningd::Node::Serve(
    std::shared_ptr<Connection> connection) {
  stream_protocol::socket& socket = connection->socket;
  std::array<char, 65536> buffer;
  error_code error;
  for (;;) {
    // What is not to be read stays in the socket.
    co_await socket.async_wait(stream_protocol::socket::wait_read, Into(error));
    if (!co_await Awake(*connection)) break;
    const size_t size = socket.read_some(asio::buffer(buffer), error);
    if (error) break;
    connection->incoming.append(buffer.data(), size);
    // Without one of these, nothing can have come to its end.
    if (absl::string_view(buffer.data(), size).find_first_of("]}") !=
        absl::string_view::npos) {
      ServeRequests(connection);
    }
  }
  connection->Close();
  ChangeOpen(*connection, false);
  WakeAll();
}

// Waits while nothing is to be read. False if the connection was closed.
asio::awaitable<bool> FakeLightningd::Node::Awake(
    const Connection& connection) {
  asio::steady_timer timer(context_, asio::steady_timer::time_point::max());
  while (!reading_ && connection.socket.is_open()) {
    waiting_.insert(&timer);
    error_code ignored;  // Each wait is cancelled.
    co_await timer.async_wait(Into(ignored));
    waiting_.erase(&timer);
  }
  co_return connection.socket.is_open();
}

void FakeLightningd::Node::ServeRequests(
    const std::shared_ptr<Connection>& connection) {
  std::string& incoming = connection->incoming;
  try {
    json request;
    while (const size_t size = ReadRequest(incoming, request)) {
      const std::string text = incoming.substr(0, size);
      incoming.erase(0, size);
      ServeRequest(connection, text, request);
    }
  } catch (const json::exception&) {
    json answer = FakeNode::Error(-32600, "Invalid request");
    answer.update({{"jsonrpc", "2.0"}, {"id", nullptr}});
    Send(*connection, answer.dump() + "\n\n");
    connection->closing = true;
  }
}

// Throws json::exception if it is no request.
void FakeLightningd::Node::ServeRequest(
    const std::shared_ptr<Connection>& connection, const std::string& text,
    const json& request) {
  Request taken;
  taken.node_ = this;
  taken.connection_ = connection;
  taken.id_ = request.at("id");
  request.at("jsonrpc").get_to<std::string>(taken.command_);
  request.at("method").get_to<std::string>(taken.command_);
  taken.params_ = request.value("params", json::object());
  const bool held = held_.count("*") != 0 || held_.count(taken.command_) != 0;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    requests_.push_back(text);
    if (held) left_.push_back(taken);
    seen_.notify_all();
  }
  if (held) return;
  if (taken.command_ == "invoice" && HasUnicodeEscape(text)) {
    Send(*connection,
         taken.Text(FakeNode::Error(
             -32602, "description: should be a string (without \\u)")));
    return;
  }
  AnswerAsUsual(taken);
}

void FakeLightningd::Node::AnswerAsUsual(const Request& request) {
  const auto answer = commands_.Answer(request.command(), request.params());
  if (answer.has_value()) {
    Send(*request.connection_, request.Text(*answer));
    WakeAll();  // It may have been a payment.
  } else {
    asio::co_spawn(context_, AnswerLater(request), asio::detached);
  }
}

asio::awaitable<void> FakeLightningd::Node::AnswerLater(Request request) {
  asio::steady_timer timer(context_, asio::steady_timer::time_point::max());
  if (request.params().contains("timeout")) {
    // A day is for ever, and more would be too much for the clock.
    const auto timeout =
        std::min(request.params()["timeout"].get<uint64_t>(), uint64_t{86400});
    timer.expires_after(std::chrono::seconds(timeout));
  }
  while (request.connection_->socket.is_open()) {
    auto answer = commands_.Answer(request.command(), request.params());
    if (!answer.has_value() &&
        timer.expiry() <= asio::steady_timer::clock_type::now()) {
      answer = FakeNode::Error(904, "Timed out");
    }
    if (answer.has_value()) {
      Send(*request.connection_, request.Text(*answer));
      co_return;
    }
    waiting_.insert(&timer);
    error_code ignored;  // It has expired, or there was news.
    co_await timer.async_wait(Into(ignored));
    waiting_.erase(&timer);
  }
}

void FakeLightningd::Node::Send(Connection& connection,
                                const std::string& bytes) {
  connection.outgoing += bytes;
  if (connection.writing) return;
  connection.writing = true;
  asio::co_spawn(context_, Write(connection.shared_from_this()),
                 asio::detached);
}

asio::awaitable<void> FakeLightningd::Node::Write(
    std::shared_ptr<Connection> connection) {
  while (!connection->outgoing.empty()) {
    const std::string bytes = std::exchange(connection->outgoing, "");
    error_code error;
    size_t written = 0;
    while (written < bytes.size() && !error) {
      // The test may want it otherwise by now.
      const size_t size = std::min(bytes.size() - written, fragment_);
      written += co_await asio::async_write(
          connection->socket, asio::buffer(bytes.data() + written, size),
          Into(error));
    }
  }
  connection->writing = false;
  if (!connection->closing) co_return;
  connection->Close();
  WakeAll();  // It may have been waiting to be read.
}

FakeLightningd::FakeLightningd()
    : FakeLightningd("lightning-rpc", MakeFolder()) {}

FakeLightningd::FakeLightningd(const std::string& rpc_file)
    : FakeLightningd(rpc_file, "") {}

FakeLightningd::FakeLightningd(const std::string& rpc_file, std::string folder)
    : folder_(std::move(folder)),
      rpc_file_((std::filesystem::path(folder_) / rpc_file).string()),
      node_(std::make_unique<Node>(rpc_file_)) {}

FakeLightningd::~FakeLightningd() {
  if (!folder_.empty()) std::filesystem::remove_all(folder_);
}

void FakeLightningd::Stop() {
  node_->Run([this] { node_->Stop(); });
}

void FakeLightningd::Start() {
  node_->Run([this] { node_->Start(); });
}

bool FakeLightningd::Pay(const std::string& label, uint64_t amount_msat) {
  return node_->Run([&] {
    const bool paid = node_->commands_.Pay(label, amount_msat);
    node_->WakeAll();
    return paid;
  });
}

void FakeLightningd::Hold(const std::string& command) {
  node_->Run([&] { node_->held_.insert(command); });
}

FakeLightningd::Request FakeLightningd::Next() {
  std::optional<Request> next;
  node_->Wait([&] {
    if (node_->left_.empty()) return false;
    next = std::move(node_->left_.front());
    node_->left_.pop_front();
    return true;
  });
  return *std::move(next);
}

void FakeLightningd::SetFragment(size_t bytes) {
  node_->Run([&] { node_->fragment_ = bytes; });
}

void FakeLightningd::StopReading() {
  node_->Run([this] { node_->SetReading(false); });
}

void FakeLightningd::GoOnReading() {
  node_->Run([this] { node_->SetReading(true); });
}

std::vector<std::string> FakeLightningd::requests() {
  const std::lock_guard<std::mutex> lock(node_->mutex_);
  return node_->requests_;
}

size_t FakeLightningd::connections() {
  const std::lock_guard<std::mutex> lock(node_->mutex_);
  return node_->connections_;
}

size_t FakeLightningd::open_connections() {
  const std::lock_guard<std::mutex> lock(node_->mutex_);
  return node_->open_.size();
}

void FakeLightningd::WaitForRequests(size_t count) {
  node_->Wait([&] { return node_->requests_.size() >= count; });
}

void FakeLightningd::WaitForOpenConnections(size_t count) {
  node_->Wait([&] { return node_->open_.size() == count; });
}

void FakeLightningd::Request::Answer(const json& result) const {
  Send(Text({{"result", result}}));
}

void FakeLightningd::Request::Fail(int64_t code, const std::string& message,
                                   const json& data) const {
  Send(Text(FakeNode::Error(code, message, data)));
}

void FakeLightningd::Request::AnswerAsUsual() const {
  node_->Run([this] { node_->AnswerAsUsual(*this); });
}

std::string FakeLightningd::Request::Text(json answer) const {
  answer["jsonrpc"] = "2.0";
  answer["id"] = id_;
  return answer.dump() + "\n\n";
}

void FakeLightningd::Request::Send(const std::string& bytes) const {
  node_->Run([&] { node_->Send(*connection_, bytes); });
}

void FakeLightningd::Request::Close() const {
  node_->Run([this] {
    connection_->closing = true;
    if (connection_->writing) return;  // It closes itself.
    connection_->Close();
    node_->WakeAll();
  });
}

void FakeLightningd::Request::WaitUntilClosed() const {
  node_->Wait([this] { return node_->open_.count(connection_.get()) == 0; });
}

// SPDX-License-Identifier: Apache-2.0
//
// A server whose reflection says what a test wants, lies included.

#ifndef TESTS_FEATURES_REFLECTION_FAKE_H_
#define TESTS_FEATURES_REFLECTION_FAKE_H_

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.pb.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"
#include "no_plugins.h"
#include "server_reflection.pb.h"

// What a server has for one request: messages, and then the end.
struct Script {
  std::vector<std::string> messages = {};
  grpc::Status status = grpc::Status::OK;
  bool endless = false;  // All messages, again and again.
  bool silent = false;   // Nothing until the client is gone.
};

// Follows a script that `write` makes of the request.
class ScriptReactor final : public grpc::ServerGenericBidiReactor {
 public:
  explicit ScriptReactor(std::function<Script(std::string)> write)
      : write_(std::move(write)) {
    StartRead(&buffer_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) {
      Finish(grpc::Status::CANCELLED);
      return;
    }
    std::vector<grpc::Slice> slices;
    EXPECT_TRUE(buffer_.Dump(&slices).ok());
    std::string request;
    for (const grpc::Slice& slice : slices) {
      request.append(reinterpret_cast<const char*>(slice.begin()),
                     slice.size());
    }
    script_ = write_(request);
    if (!script_.silent) Next();
  }
  void OnWriteDone(bool ok) override {
    if (ok) {
      Next();
    } else {
      Finish(grpc::Status::CANCELLED);
    }
  }
  void OnCancel() override {
    if (script_.silent) Finish(grpc::Status::CANCELLED);
  }
  void OnDone() override { delete this; }

 private:
  ~ScriptReactor() override = default;

  void Next() {
    if (script_.endless && next_ == script_.messages.size()) next_ = 0;
    if (next_ == script_.messages.size()) {
      Finish(script_.status);
      return;
    }
    const grpc::Slice slice(script_.messages[next_++]);
    buffer_ = grpc::ByteBuffer(&slice, 1);
    StartWrite(&buffer_);
  }

  const std::function<Script(std::string)> write_;
  grpc::ByteBuffer buffer_;
  Script script_;
  size_t next_ = 0;
};

// Answers all methods but those of reflection by script.
class FakeReflection final : public grpc::CallbackGenericService {
 public:
  using Answer = std::function<Script(const server_reflection::Question&)>;

  FakeReflection() {
    grpc::ServerBuilder builder;
    builder.SetOption(std::make_unique<NoPlugins>());
    builder.RegisterCallbackGenericService(this);
    server_ = builder.BuildAndStart();
  }
  ~FakeReflection() override { server_->Shutdown(); }

  // Before the first call:
  std::string version = "v1";
  Answer answer = [this](const server_reflection::Question& question) {
    return FromFiles(question);
  };
  std::map<std::string, google::protobuf::FileDescriptorProto>
      files;  // Alone, without imports.
  std::map<std::string, Script> methods;

  void Add(const google::protobuf::FileDescriptorProto& file) {
    files[file.name()] = file;
  }

  std::shared_ptr<grpc::Channel> Channel() {
    return server_->InProcessChannel(grpc::ChannelArguments());
  }

  std::vector<std::string> Called() {
    const std::lock_guard lock(mutex_);
    return called_;
  }

 private:
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    const std::string method = context->method();
    {
      const std::lock_guard lock(mutex_);
      called_.push_back(method);
    }
    return new ScriptReactor([this, method](const std::string& request) {
      if (method == absl::StrCat("/grpc.reflection.", version,
                                 ".ServerReflection/ServerReflectionInfo")) {
        server_reflection::Question question;
        EXPECT_TRUE(question.ParseFromString(request));
        return answer(question);
      }
      const auto found = methods.find(method);
      if (found != methods.end()) return found->second;
      return Script{{}, grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "")};
    });
  }

  Script FromFiles(const server_reflection::Question& question) {
    server_reflection::Answer found_or_not;
    const auto found =
        files.find(question.has_file_by_filename() ? question.file_by_filename()
                                                   : "main.proto");
    if (found == files.end()) {
      found_or_not.mutable_error_response()->set_error_code(5);
    } else {
      found_or_not.mutable_file_descriptor_response()
          ->add_file_descriptor_proto(found->second.SerializeAsString());
    }
    return {{found_or_not.SerializeAsString()}, grpc::Status::OK};
  }

  std::mutex mutex_;  // Guards called_.
  std::vector<std::string> called_;
  std::unique_ptr<grpc::Server> server_;
};

#endif  // TESTS_FEATURES_REFLECTION_FAKE_H_

// SPDX-License-Identifier: Apache-2.0
//
// Reflection is a plugin of all servers of a process that has it. This takes it
// from one of them:
//
//   builder.SetOption(std::make_unique<NoPlugins>());

#ifndef EXAMPLES_FEATURES_REFLECTION_NO_PLUGINS_H_
#define EXAMPLES_FEATURES_REFLECTION_NO_PLUGINS_H_

#include <memory>
#include <vector>

#include "grpcpp/grpcpp.h"
#include "grpcpp/impl/server_builder_option.h"
#include "grpcpp/impl/server_builder_plugin.h"

class NoPlugins final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments* /*arguments*/) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>*
                         plugins) override {
    plugins->clear();
  }
};

#endif  // EXAMPLES_FEATURES_REFLECTION_NO_PLUGINS_H_

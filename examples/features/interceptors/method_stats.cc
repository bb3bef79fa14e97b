// SPDX-License-Identifier: Apache-2.0

#include "method_stats.h"

#include <map>
#include <mutex>
#include <string>
#include <vector>

MethodStats::MethodStats(const std::vector<std::string>& methods)
    : methods_({{kOther, Method()}}) {
  for (const std::string& method : methods) methods_[method] = Method();
}

MethodStats::Method MethodStats::Add(const std::string& method, bool ok,
                                     absl::Duration took) {
  const std::lock_guard lock(mutex_);
  const auto known = methods_.find(method);
  Method& sum = known == methods_.end() ? methods_.at(kOther) : known->second;
  ++sum.calls;
  if (!ok) ++sum.failed;
  sum.took += took;
  return sum;
}

std::map<std::string, MethodStats::Method> MethodStats::All() const {
  const std::lock_guard lock(mutex_);
  return methods_;
}

// SPDX-License-Identifier: Apache-2.0
//
// A field of a message whose type is known only at run time, or one element of
// it if it is repeated: protobuf's reflection has different functions for the
// two. No gRPC here.

#ifndef EXAMPLES_LIGHTNING_CLN_TRANSLATOR_VALUE_H_
#define EXAMPLES_LIGHTNING_CLN_TRANSLATOR_VALUE_H_

#include <cstdint>
#include <string>

#include "google/protobuf/message.h"

// Reads. The message must outlive it.
class Value {
 public:
  Value(const google::protobuf::Message& message,
        const google::protobuf::FieldDescriptor& field, int index = 0)
      : message_(message),
        reflection_(*message.GetReflection()),
        field_(field),
        index_(index) {}

  const google::protobuf::FieldDescriptor& field() const { return field_; }

  bool Bool() const {
    return field_.is_repeated()
               ? reflection_.GetRepeatedBool(message_, &field_, index_)
               : reflection_.GetBool(message_, &field_);
  }
  int32_t Int32() const {
    return field_.is_repeated()
               ? reflection_.GetRepeatedInt32(message_, &field_, index_)
               : reflection_.GetInt32(message_, &field_);
  }
  int64_t Int64() const {
    return field_.is_repeated()
               ? reflection_.GetRepeatedInt64(message_, &field_, index_)
               : reflection_.GetInt64(message_, &field_);
  }
  uint32_t UInt32() const {
    return field_.is_repeated()
               ? reflection_.GetRepeatedUInt32(message_, &field_, index_)
               : reflection_.GetUInt32(message_, &field_);
  }
  uint64_t UInt64() const {
    return field_.is_repeated()
               ? reflection_.GetRepeatedUInt64(message_, &field_, index_)
               : reflection_.GetUInt64(message_, &field_);
  }
  float Float() const {
    return field_.is_repeated()
               ? reflection_.GetRepeatedFloat(message_, &field_, index_)
               : reflection_.GetFloat(message_, &field_);
  }
  double Double() const {
    return field_.is_repeated()
               ? reflection_.GetRepeatedDouble(message_, &field_, index_)
               : reflection_.GetDouble(message_, &field_);
  }
  // The number of an enum's value, which may be one without a name.
  int Enum() const {
    return field_.is_repeated()
               ? reflection_.GetRepeatedEnumValue(message_, &field_, index_)
               : reflection_.GetEnumValue(message_, &field_);
  }
  std::string String() const {
    return field_.is_repeated()
               ? reflection_.GetRepeatedString(message_, &field_, index_)
               : reflection_.GetString(message_, &field_);
  }
  const google::protobuf::Message& Message() const {
    return field_.is_repeated()
               ? reflection_.GetRepeatedMessage(message_, &field_, index_)
               : reflection_.GetMessage(message_, &field_);
  }

 private:
  const google::protobuf::Message& message_;
  const google::protobuf::Reflection& reflection_;
  const google::protobuf::FieldDescriptor& field_;
  const int index_;
};

// Writes: sets the field, or adds an element to it. The message must outlive
// it.
class Slot {
 public:
  Slot(google::protobuf::Message& message,
       const google::protobuf::FieldDescriptor& field)
      : message_(message),
        reflection_(*message.GetReflection()),
        field_(field) {}

  const google::protobuf::FieldDescriptor& field() const { return field_; }

  void Set(bool value) const {
    field_.is_repeated() ? reflection_.AddBool(&message_, &field_, value)
                         : reflection_.SetBool(&message_, &field_, value);
  }
  void Set(int32_t value) const {
    field_.is_repeated() ? reflection_.AddInt32(&message_, &field_, value)
                         : reflection_.SetInt32(&message_, &field_, value);
  }
  void Set(int64_t value) const {
    field_.is_repeated() ? reflection_.AddInt64(&message_, &field_, value)
                         : reflection_.SetInt64(&message_, &field_, value);
  }
  void Set(uint32_t value) const {
    field_.is_repeated() ? reflection_.AddUInt32(&message_, &field_, value)
                         : reflection_.SetUInt32(&message_, &field_, value);
  }
  void Set(uint64_t value) const {
    field_.is_repeated() ? reflection_.AddUInt64(&message_, &field_, value)
                         : reflection_.SetUInt64(&message_, &field_, value);
  }
  void Set(float value) const {
    field_.is_repeated() ? reflection_.AddFloat(&message_, &field_, value)
                         : reflection_.SetFloat(&message_, &field_, value);
  }
  void Set(double value) const {
    field_.is_repeated() ? reflection_.AddDouble(&message_, &field_, value)
                         : reflection_.SetDouble(&message_, &field_, value);
  }
  void SetEnum(int number) const {
    field_.is_repeated() ? reflection_.AddEnumValue(&message_, &field_, number)
                         : reflection_.SetEnumValue(&message_, &field_, number);
  }
  void Set(const std::string& value) const {
    field_.is_repeated() ? reflection_.AddString(&message_, &field_, value)
                         : reflection_.SetString(&message_, &field_, value);
  }
  // The message there, which is now set.
  google::protobuf::Message& Message() const {
    return field_.is_repeated()
               ? *reflection_.AddMessage(&message_, &field_)
               : *reflection_.MutableMessage(&message_, &field_);
  }

 private:
  google::protobuf::Message& message_;
  const google::protobuf::Reflection& reflection_;
  const google::protobuf::FieldDescriptor& field_;
};

#endif  // EXAMPLES_LIGHTNING_CLN_TRANSLATOR_VALUE_H_

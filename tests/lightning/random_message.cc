// SPDX-License-Identifier: Apache-2.0

#include "tests/lightning/random_message.h"

#include <cstdint>
#include <limits>
#include <set>
#include <string>

#include "examples/lightning/cln/translator/json_names.h"
#include "examples/lightning/cln/translator/primitives.h"
#include "examples/lightning/cln/translator/value.h"

namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using nlohmann::json;

// Less than `end`. What std::uniform_int_distribution makes is not the same
// everywhere.
uint64_t Below(Random& random, uint64_t end) { return random() % end; }

// Often small, often an extreme.
template <typename T>
T Integer(Random& random) {
  switch (Below(random, 4)) {
    case 0:
      return std::numeric_limits<T>::min();
    case 1:
      return std::numeric_limits<T>::max();
    case 2:
      return static_cast<T>(Below(random, 10));
    default:
      return static_cast<T>(random());
  }
}

template <typename T>
T Number(Random& random) {
  switch (Below(random, 4)) {
    case 0:
      return std::numeric_limits<T>::lowest();
    case 1:
      return std::numeric_limits<T>::denorm_min();
    case 2:
      return static_cast<T>(Integer<int64_t>(random));
    default:
      return static_cast<T>(Integer<int32_t>(random)) / T{7};
  }
}

std::string Bytes(Random& random, size_t size) {
  std::string bytes;
  while (bytes.size() < size) bytes.push_back(static_cast<char>(random()));
  return bytes;
}

std::string Text(Random& random) {
  constexpr const char* kPieces[] = {
      "a",    "\n",     "\t",     "\"",         "\\",  "/", "\x7f",     "é",
      "\\u1", "\u65e5", "\u2028", "\U0001F600", "any", " ", "1000msat", "0"};
  std::string text;
  for (uint64_t i = Below(random, 5); i > 0; --i) {
    text += kPieces[Below(random, std::size(kPieces))];
  }
  return text;
}

class Filler {
 public:
  explicit Filler(Random& random) : random_(random) {}

  void Fill(Message& message, int depth) {
    const Descriptor& type = *message.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      if (field.message_type() != nullptr && depth == 0 &&
          PrimitiveOf(*field.message_type()) == Primitive::kNone) {
        continue;
      }
      if (field.is_map()) {
        FillMap(message, field, depth);
      } else if (field.is_repeated()) {
        for (uint64_t n = Below(random_, 3); n > 0; --n) {
          Fill(Slot(message, field), depth);
        }
      } else if (!field.has_presence() || Below(random_, 2) == 0) {
        Fill(Slot(message, field), depth);
      }
    }
  }

 private:
  void Fill(const Slot& slot, int depth) {
    switch (slot.field().cpp_type()) {
      case FieldDescriptor::CPPTYPE_BOOL:
        return slot.Set(Below(random_, 2) == 0);
      case FieldDescriptor::CPPTYPE_INT32:
        return slot.Set(Integer<int32_t>(random_));
      case FieldDescriptor::CPPTYPE_INT64:
        return slot.Set(Integer<int64_t>(random_));
      case FieldDescriptor::CPPTYPE_UINT32:
        return slot.Set(Integer<uint32_t>(random_));
      case FieldDescriptor::CPPTYPE_UINT64:
        return slot.Set(Integer<uint64_t>(random_));
      case FieldDescriptor::CPPTYPE_FLOAT:
        return slot.Set(Number<float>(random_));
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return slot.Set(Number<double>(random_));
      case FieldDescriptor::CPPTYPE_ENUM: {
        const auto& type = *slot.field().enum_type();
        const auto index = Below(random_, type.value_count());
        return slot.SetEnum(type.value(static_cast<int>(index))->number());
      }
      case FieldDescriptor::CPPTYPE_STRING:
        if (slot.field().type() != FieldDescriptor::TYPE_BYTES) {
          return slot.Set(Text(random_));
        }
        return slot.Set(
            Bytes(random_, BytesIn(slot.field()).value_or(Below(random_, 40))));
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return FillMessage(slot.Message(), depth);
    }
  }

  void FillMessage(Message& message, int depth) {
    const Descriptor& type = *message.GetDescriptor();
    switch (PrimitiveOf(type)) {
      case Primitive::kNone:
        return Fill(message, depth - 1);
      case Primitive::kChoice: {
        const auto index = static_cast<int>(Below(random_, type.field_count()));
        const Slot slot(message, *type.field(index));
        if (slot.field().type() == FieldDescriptor::TYPE_BOOL) {
          return slot.Set(true);
        }
        return Fill(slot, depth);
      }
      case Primitive::kOutputDesc:
        Slot(message, *type.field(0)).Set(Text(random_));
        return Fill(Slot(message, *type.field(1)), depth);
      case Primitive::kTlvStream: {
        // No type twice.
        for (uint64_t i = 0; i < Below(random_, 3); ++i) {
          Message& entry = Slot(message, *type.field(0)).Message();
          const Descriptor& parts = *entry.GetDescriptor();
          Slot(entry, *parts.field(0)).Set(i);
          Fill(Slot(entry, *parts.field(1)), depth);
        }
        return;
      }
      case Primitive::kAmount:
      case Primitive::kArray:
      case Primitive::kOutpoint:
        // Deep enough for the arrays in arrays that there are.
        return Fill(message, 1);
    }
  }

  // The keys differ, or else an entry would replace one before it.
  void FillMap(Message& message, const FieldDescriptor& field, int depth) {
    std::set<std::string> keys;
    for (uint64_t n = Below(random_, 4); n > 0; --n) {
      Message& entry = Slot(message, field).Message();
      const Descriptor& type = *entry.GetDescriptor();
      Fill(Slot(entry, *type.map_key()), depth);
      // There is no value yet: these are the key's bytes.
      if (keys.insert(entry.SerializeAsString()).second) {
        Fill(Slot(entry, *type.map_value()), depth);
      } else {
        message.GetReflection()->RemoveLast(&message, &field);
      }
    }
  }

  Random& random_;
};

json Junk(Random& random) {
  switch (Below(random, 11)) {
    case 0:
      return nullptr;
    case 1:
      return Below(random, 2) == 0;
    case 2:
      return Integer<int64_t>(random);
    case 3:
      return Integer<uint64_t>(random);
    case 4:
      return Number<double>(random);
    case 5:
      return json::array();
    case 6:
      return json::object();
    case 7:
      return "abc";  // Odd hex.
    case 8:
      return json::array({json::object({{"a", nullptr}})});
    case 9:
      return json::object({{Text(random), json::array({1})}});
    default:
      return Text(random);
  }
}

}  // namespace

void FillAtRandom(Random& random, Message& message) {
  Filler(random).Fill(message, 2);
}

void MutateAtRandom(Random& random, json& json) {
  if (Below(random, 10) == 0) {
    json = Junk(random);
  } else if (json.is_structured() && !json.empty()) {
    for (auto& element : json) {
      if (Below(random, 4) == 0) MutateAtRandom(random, element);
    }
    if (json.is_object() && Below(random, 4) == 0) {
      json[Text(random)] = Junk(random);
    }
  }
}

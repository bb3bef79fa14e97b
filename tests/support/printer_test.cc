// SPDX-License-Identifier: Apache-2.0

#include "support/printer.h"

#include <future>
#include <sstream>
#include <streambuf>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"

namespace {

TEST(Printer, PrintsAllOfItInOrder) {
  std::ostringstream out;
  std::string expected;
  {
    support::Printer printer(out);
    for (int i = 0; i < 10'000; ++i) {
      printer.Print(std::to_string(i) + "\n");
      expected += std::to_string(i) + "\n";
    }
  }
  EXPECT_EQ(out.str(), expected);
}

TEST(Printer, NeverMixesTwoTexts) {
  std::ostringstream out;
  {
    support::Printer printer(out);
    std::vector<std::thread> threads;
    for (const char letter : {'a', 'b', 'c'}) {
      threads.emplace_back([&printer, letter] {
        for (int i = 0; i < 1000; ++i) {
          printer.Print(std::string(50, letter) + "\n");
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  std::istringstream lines(out.str());
  std::string line;
  int count = 0;
  while (std::getline(lines, line)) {
    ++count;
    EXPECT_EQ(line, std::string(50, line[0]));
  }
  EXPECT_EQ(count, 3000);
}

// A terminal that somebody has stopped with Ctrl-S.
class Stopped : public std::stringbuf {
 public:
  void Continue() { go_on_.set_value(); }
  void WaitUntilInUse() { in_use_.get_future().wait(); }

 protected:
  std::streamsize xsputn(const char* text, std::streamsize size) override {
    if (!started_) {
      started_ = true;
      in_use_.set_value();
      go_on_.get_future().wait();
    }
    return std::stringbuf::xsputn(text, size);
  }

 private:
  bool started_ = false;
  std::promise<void> in_use_;
  std::promise<void> go_on_;
};

TEST(Printer, NeitherWaitsNorGrowsWhileTheOutputIsStopped) {
  Stopped terminal;
  std::ostream out(&terminal);
  const std::string megabyte(1 << 20, 'x');
  {
    support::Printer printer(out);
    printer.Print("first\n");
    terminal.WaitUntilInUse();
    for (int i = 0; i < 20; ++i) printer.Print(megabyte);
    terminal.Continue();
  }
  // 16 MiB waited, and the four texts beyond them were left out.
  EXPECT_EQ(terminal.str().size(),
            std::string("first\n(4 left out)\n").size() + 16 * megabyte.size());
  EXPECT_THAT(terminal.str(), testing::EndsWith("(4 left out)\n"));
}

TEST(Printer, TellsOfATextThatIsTooLongEvenIfNothingFollows) {
  std::ostringstream out;
  {
    support::Printer printer(out);
    printer.Print(std::string((16 << 20) + 1, 'x'));
  }
  EXPECT_EQ(out.str(), "(1 left out)\n");
}

TEST(Printer, SaysWhetherTheOutputIsLost) {
  std::ostringstream out;
  support::Printer printer(out);
  EXPECT_FALSE(printer.failed());

  std::ostream closed(nullptr);
  support::Printer lost(closed);
  lost.Print("text");
  while (!lost.failed()) std::this_thread::yield();
}

}  // namespace

// SPDX-License-Identifier: Apache-2.0

#include "support/termination.h"

#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include "gmock/gmock.h"

namespace {

// Each runs in a process of its own, since signals are the process's.
class TerminationDeathTest : public testing::Test {
 protected:
  TerminationDeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

// Exits with 7 if Wait returns for the signal.
void WaitFor(int signal) {
  support::Termination termination;
  // Goes to the process, whose threads have all blocked it.
  std::thread other([signal] { kill(getpid(), signal); });
  other.join();
  termination.Wait();
  _exit(7);
}

TEST_F(TerminationDeathTest, WaitReturnsForBothSignals) {
  EXPECT_EXIT(WaitFor(SIGINT), testing::ExitedWithCode(7), "");
  EXPECT_EXIT(WaitFor(SIGTERM), testing::ExitedWithCode(7), "");
}

TEST_F(TerminationDeathTest, WaitReturnsThoughAShellHadSigintIgnored) {
  EXPECT_EXIT(
      {
        signal(SIGINT, SIG_IGN);
        WaitFor(SIGINT);
      },
      testing::ExitedWithCode(7), "");
}

TEST_F(TerminationDeathTest, TwoSignalsAtOnceCountAsOne) {
  EXPECT_EXIT(
      {
        support::Termination termination;
        raise(SIGINT);
        raise(SIGTERM);
        termination.Wait();
        _exit(7);
      },
      testing::ExitedWithCode(7), "");
}

TEST_F(TerminationDeathTest, ASecondSignalEndsTheProcess) {
  EXPECT_EXIT(
      {
        support::Termination termination;
        raise(SIGINT);
        termination.Wait();
        raise(SIGINT);
      },
      testing::KilledBySignal(SIGINT), "");
}

// Exits with 7 if Wait returns `wanted`.
void WaitAndExit(support::Termination& termination, bool wanted) {
  _exit(termination.Wait() == wanted ? 7 : 1);
}

TEST_F(TerminationDeathTest, WaitSaysWhetherASignalHasCome) {
  EXPECT_EXIT(
      {
        support::Termination termination;
        raise(SIGTERM);
        WaitAndExit(termination, true);
      },
      testing::ExitedWithCode(7), "");
}

TEST_F(TerminationDeathTest, StopWaitingEndsTheWaitBeforeItAndInIt) {
  EXPECT_EXIT(
      {
        support::Termination termination;
        termination.StopWaiting();
        WaitAndExit(termination, false);
      },
      testing::ExitedWithCode(7), "");
  EXPECT_EXIT(
      {
        support::Termination termination;
        std::thread other([&termination] { termination.StopWaiting(); });
        const bool signal = termination.Wait();
        other.join();
        _exit(signal ? 1 : 7);
      },
      testing::ExitedWithCode(7), "");
}

// It is how StopWaiting wakes Wait.
TEST_F(TerminationDeathTest, SomebodyElsesSigurgDoesNotEndTheWait) {
  EXPECT_EXIT(
      {
        support::Termination termination;
        kill(getpid(), SIGURG);
        std::thread other([] {
          sigset_t pending;
          do {
            sigpending(&pending);
          } while (sigismember(&pending, SIGURG) == 1);
          kill(getpid(), SIGTERM);
        });
        const bool signal = termination.Wait();
        other.join();
        _exit(signal ? 7 : 1);
      },
      testing::ExitedWithCode(7), "");
}

TEST_F(TerminationDeathTest, StopWaitingAfterTheWaitDoesNothing) {
  EXPECT_EXIT(
      {
        support::Termination termination;
        raise(SIGINT);
        termination.Wait();
        termination.StopWaiting();
        _exit(7);
      },
      testing::ExitedWithCode(7), "");
}

TEST_F(TerminationDeathTest, AReaderThatLeavesDoesNotEndTheProcess) {
  EXPECT_EXIT(
      {
        support::Termination termination;
        int ends[2];
        if (pipe(ends) != 0) _exit(1);
        close(ends[0]);
        _exit(write(ends[1], "x", 1) == -1 ? 7 : 1);
      },
      testing::ExitedWithCode(7), "");
}

}  // namespace

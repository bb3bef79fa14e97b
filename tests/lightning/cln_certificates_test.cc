// SPDX-License-Identifier: Apache-2.0

#include "cln_certificates.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "support/certificate.h"
#include "tests/harness.h"
#include "tests/lightning/tutorial_certificate.h"
#include "tests/support/test_folder.h"

namespace {

using ::support::Certificate;
using ::support::CertificateTerms;
using ::support::Identity;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::StatusCode kUnfit = absl::StatusCode::kFailedPrecondition;

class ClnCertificatesTest : public testing::Test {
 protected:
  absl::StatusOr<ClnCertificates> Prepare(
      const std::vector<std::string>& domains = {}) const {
    return PrepareClnCertificates(folder_.path(), domains);
  }

  // The notes, or the error, with DIR for the folder.
  std::vector<std::string> Notes(
      const absl::StatusOr<ClnCertificates>& prepared) const {
    std::vector<std::string> notes = {prepared.status().ToString()};
    if (prepared.ok()) notes = prepared->notes;
    for (std::string& note : notes) {
      note = absl::StrReplaceAll(note, {{folder_.path(), "DIR"}});
    }
    return notes;
  }
  std::vector<std::string> Notes(
      const std::vector<std::string>& domains = {}) const {
    return Notes(Prepare(domains));
  }

  Certificate Read(const std::string& name) const {
    auto certificate = Certificate::Parse(folder_.Read(name + ".pem"));
    EXPECT_TRUE(certificate.ok()) << name;
    return *std::move(certificate);
  }

  // Looks for all pairs whole and of one CA.
  void ExpectWhole() const {
    for (const std::string name : {"ca", "server", "client"}) {
      EXPECT_TRUE(Read(name).HasKey(folder_.Read(name + "-key.pem"))) << name;
      EXPECT_TRUE(Read(name).IsSignedBy(Read("ca"))) << name;
    }
    // No file is left over.
    EXPECT_EQ(folder_.Files().size(), 6U);
  }

  void Store(const std::string& name,
             const absl::StatusOr<Identity>& identity) const {
    ASSERT_TRUE(identity.ok()) << identity.status();
    folder_.Write(name + ".pem", identity->certificate, 0644);
    folder_.Write(name + "-key.pem", identity->private_key, 0600);
  }

  Identity Load(const std::string& name) const {
    return {folder_.Read(name + ".pem"), folder_.Read(name + "-key.pem")};
  }

  static CertificateTerms Terms(const std::string& name) {
    return {.common_name = name,
            .hosts = {"cln"},
            .not_before = absl::Now() - absl::Hours(48),
            .not_after = absl::Now() + absl::Hours(48)};
  }

  static CertificateTerms Expired(const std::string& name) {
    CertificateTerms terms = Terms(name);
    terms.not_after = absl::Now() - absl::Hours(24);
    return terms;
  }

  const TestFolder folder_;
};

TEST_F(ClnCertificatesTest, AreMadeAtTheFirstStart) {
  const auto prepared = Prepare();
  EXPECT_THAT(
      Notes(prepared),
      ElementsAre("made DIR/ca.pem and DIR/ca-key.pem: there were none",
                  "made DIR/server.pem and DIR/server-key.pem: there were none",
                  "made DIR/client.pem and DIR/client-key.pem: there were "
                  "none"));
  ExpectWhole();
  EXPECT_EQ(prepared->ca, folder_.Read("ca.pem"));
  EXPECT_EQ(prepared->server.certificate, folder_.Read("server.pem"));
  EXPECT_EQ(prepared->server.private_key, folder_.Read("server-key.pem"));
}

TEST_F(ClnCertificatesTest, AreThoseOfThePlugin) {
  ASSERT_TRUE(Prepare().ok());
  EXPECT_EQ(Read("ca").subject(), "CN=cln Root CA");
  EXPECT_EQ(Read("server").subject(), "CN=cln grpc Server");
  EXPECT_EQ(Read("client").subject(), "CN=cln grpc Client");
  for (const std::string name : {"ca", "server", "client"}) {
    EXPECT_THAT(Read(name).hosts(), ElementsAre("cln", "localhost"));
    EXPECT_EQ(absl::FormatTime(Read(name).not_before(), absl::UTCTimeZone()),
              "1975-01-01T00:00:00+00:00");
    EXPECT_EQ(absl::FormatTime(Read(name).not_after(), absl::UTCTimeZone()),
              "4096-01-01T00:00:00+00:00");
    EXPECT_THAT(folder_.OpenSsl("x509 -noout -text -in " + name + ".pem"),
                testing::HasSubstr(name == "ca" ? "CA:TRUE" : "CA:FALSE"));
  }
}

TEST_F(ClnCertificatesTest, TheKeysAreSecretsWhateverTheUmask) {
  const mode_t before = umask(0);
  EXPECT_TRUE(Prepare().ok());
  umask(before);
  for (const std::string name : {"ca", "server", "client"}) {
    EXPECT_EQ(folder_.ModeOf(name + ".pem"), 0644);
    EXPECT_EQ(folder_.ModeOf(name + "-key.pem"), 0600);
  }
}

TEST_F(ClnCertificatesTest, StayAsTheyAreAtTheNextStart) {
  const auto first = Prepare({"node.example", "*.node.example", "::1"});
  ASSERT_TRUE(first.ok());
  EXPECT_THAT(
      Read("server").hosts(),
      ElementsAre("cln", "localhost", "node.example", "*.node.example", "::1"));
  EXPECT_THAT(Read("client").hosts(), ElementsAre("cln", "localhost"));
  const auto files = folder_.Files();
  for (const std::vector<std::string>& domains :
       {std::vector<std::string>(),
        {"NODE.example", "a.node.example", "*.node.example", "0:0::1",
         "cln"}}) {
    const auto next = Prepare(domains);
    EXPECT_THAT(Notes(next), IsEmpty());
    EXPECT_EQ(next->ca, first->ca);
    EXPECT_EQ(next->server.certificate, first->server.certificate);
    EXPECT_EQ(next->server.private_key, first->server.private_key);
    EXPECT_EQ(folder_.Files(), files);
  }
}

TEST_F(ClnCertificatesTest, HalfALeafIsMadeAnewAndNothingElse) {
  for (const std::string name : {"server", "client"}) {
    for (const std::string& half : {name + ".pem", name + "-key.pem"}) {
      ASSERT_TRUE(Prepare().ok());
      const auto before = folder_.Files();
      folder_.Remove(half);
      EXPECT_THAT(Notes(), ElementsAre(absl::StrCat(
                               "made DIR/", name, ".pem and DIR/", name,
                               "-key.pem: DIR/", half, " was missing")));
      ExpectWhole();
      for (const auto& [file, content] : before) {
        const bool is_made = file == name + ".pem" || file == name + "-key.pem";
        EXPECT_EQ(folder_.Read(file) != content, is_made) << file;
      }
    }
  }
}

TEST_F(ClnCertificatesTest, WithHalfACaAllAreMadeAnew) {
  for (const std::string half : {"ca.pem", "ca-key.pem"}) {
    ASSERT_TRUE(Prepare().ok());
    folder_.Remove(half);
    EXPECT_THAT(
        Notes(),
        ElementsAre(
            absl::StrCat("made DIR/ca.pem and DIR/ca-key.pem: DIR/", half,
                         " was missing"),
            "made DIR/server.pem and DIR/server-key.pem: DIR/ca.pem is not the "
            "CA that had signed it",
            "made DIR/client.pem and DIR/client-key.pem: DIR/ca.pem is not the "
            "CA that had signed it"));
    ExpectWhole();
    EXPECT_THAT(Notes(), IsEmpty());
  }
}

TEST_F(ClnCertificatesTest, LeavesOfALostCaAreMadeAnew) {
  ASSERT_TRUE(Prepare().ok());
  CertificateTerms terms = Terms("My own CA");
  terms.ca = true;
  // Each time with leaves of the CA before: the gateway's, then one of its own
  // name.
  for (int i = 0; i < 2; ++i) {
    Store("ca", MakeSelfSigned(terms));
    const Identity ca = Load("ca");
    EXPECT_EQ(Notes().size(), 2U);
    ExpectWhole();
    EXPECT_EQ(Load("ca").certificate, ca.certificate);
    EXPECT_EQ(Load("ca").private_key, ca.private_key);
  }
}

TEST_F(ClnCertificatesTest, LeavesOfALostCaAreMadeAnewAlsoWhenExpired) {
  ASSERT_TRUE(Prepare().ok());
  CertificateTerms terms = Terms("cln Root CA");
  terms.ca = true;
  const auto lost = MakeSelfSigned(terms);
  ASSERT_TRUE(lost.ok());
  Store("server", MakeSigned(Expired("old"), *lost));
  EXPECT_EQ(Notes().size(), 1U);
  ExpectWhole();
}

TEST_F(ClnCertificatesTest, AServerThatSomebodyElsesCaSignedStays) {
  ASSERT_TRUE(Prepare().ok());
  CertificateTerms terms = Terms("A public CA");
  terms.ca = true;
  const auto elsewhere = MakeSelfSigned(terms);
  ASSERT_TRUE(elsewhere.ok());
  Store("server", MakeSigned(Terms("node.example"), *elsewhere));
  const auto before = folder_.Files();
  const auto prepared = Prepare();
  EXPECT_THAT(Notes(prepared),
              ElementsAre("DIR/server.pem is not signed by DIR/ca.pem but by "
                          "\"CN=A public CA\""));
  EXPECT_EQ(folder_.Files(), before);
  EXPECT_EQ(prepared->server.certificate, folder_.Read("server.pem"));
}

TEST_F(ClnCertificatesTest, ThoseOfTheTutorialsRecipeStay) {
  ASSERT_TRUE(Prepare().ok());
  MakeTutorialCertificate(folder_);
  const auto before = folder_.Files();
  EXPECT_EQ(Read("server").common_name(), "node.example");
  EXPECT_THAT(Read("server").hosts(), IsEmpty());
  EXPECT_EQ(folder_.ModeOf("server-key.pem"), 0600);
  EXPECT_THAT(Notes(), IsEmpty());
  EXPECT_EQ(folder_.Files(), before);
  // Other languages' clients do not look at the common name.
  EXPECT_THAT(Prepare({"node.example"}), harness::HasCode(kUnfit));
  EXPECT_EQ(folder_.Files(), before);
}

TEST_F(ClnCertificatesTest, AServerThatLacksADomainIsNotServed) {
  ASSERT_TRUE(Prepare({"node.example"}).ok());
  const auto before = folder_.Files();
  EXPECT_THAT(
      Notes({"node.example", "other.example"}),
      ElementsAre("FAILED_PRECONDITION: DIR/server.pem is not for the domain "
                  "\"other.example\": mend that, or remove DIR/server.pem and "
                  "DIR/server-key.pem to have both made anew"));
  EXPECT_EQ(folder_.Files(), before);
  folder_.Remove("server.pem");
  EXPECT_EQ(Notes({"node.example", "other.example"}).size(), 1U);
  EXPECT_TRUE(Read("server").IsFor("other.example"));
}

TEST_F(ClnCertificatesTest, ADomainThatCannotBeIsRefused) {
  for (const std::string domain : {"", "a b", "https://node.example"}) {
    EXPECT_THAT(Prepare({domain}),
                harness::HasCode(absl::StatusCode::kInvalidArgument))
        << domain;
  }
}

TEST_F(ClnCertificatesTest, AKeyThatOthersCanReadIsRefused) {
  ASSERT_TRUE(Prepare().ok());
  for (const std::string name : {"ca-key.pem", "server-key.pem"}) {
    ASSERT_EQ(chmod(folder_.Path(name).c_str(), 0640), 0);
    EXPECT_THAT(
        Notes(),
        ElementsAre(absl::StrCat(
            "FAILED_PRECONDITION: others can get at DIR/", name,
            " (mode 0640): wanted mode 0600 (chmod 600 DIR/", name, ")")));
    ASSERT_EQ(chmod(folder_.Path(name).c_str(), 0600), 0);
  }
}

TEST_F(ClnCertificatesTest, TheKeyOfAnotherIsRefused) {
  ASSERT_TRUE(Prepare().ok());
  const std::string key = folder_.Read("client-key.pem");
  for (const std::string& wrong : {key, std::string(), std::string("key")}) {
    folder_.Write("server-key.pem", wrong);
    const auto before = folder_.Files();
    EXPECT_THAT(
        Notes(),
        ElementsAre(
            "FAILED_PRECONDITION: DIR/server-key.pem is not the private key of "
            "DIR/server.pem, in PEM and without a password: mend that, or "
            "remove DIR/server.pem and DIR/server-key.pem to have both made "
            "anew"));
    EXPECT_EQ(folder_.Files(), before);
  }
}

TEST_F(ClnCertificatesTest, ACasKeyUnderAPasswordIsMissedOnlyWhenItHasToSign) {
  ASSERT_TRUE(Prepare().ok());
  folder_.OpenSsl(
      "pkcs8 -topk8 -in ca-key.pem -out key -passout pass:secret && "
      "mv key ca-key.pem");
  ASSERT_THAT(folder_.Read("ca-key.pem"), testing::HasSubstr("ENCRYPTED"));
  EXPECT_THAT(Notes(),
              ElementsAre("DIR/ca-key.pem is not the private key of "
                          "DIR/ca.pem, in PEM and without a password: mend "
                          "that, or remove DIR/ca.pem and DIR/ca-key.pem to "
                          "have both made anew"));
  folder_.Remove("server.pem");
  EXPECT_THAT(Prepare(), harness::HasCode(kUnfit));
}

TEST_F(ClnCertificatesTest, WhatHasExpiredIsRefused) {
  ASSERT_TRUE(Prepare().ok());
  Store("server", MakeSigned(Expired("old"), Load("ca")));
  const std::string day = absl::FormatTime(
      "%Y-%m-%d", Read("server").not_after(), absl::UTCTimeZone());
  EXPECT_THAT(Notes(),
              ElementsAre(absl::StrCat(
                  "FAILED_PRECONDITION: DIR/server.pem has expired on ", day,
                  ": mend that, or remove DIR/server.pem and "
                  "DIR/server-key.pem to have both made anew")));
  CertificateTerms terms = Expired("cln Root CA");
  terms.ca = true;
  Store("ca", MakeSelfSigned(terms));
  EXPECT_THAT(Prepare(), harness::HasCode(kUnfit));
}

TEST_F(ClnCertificatesTest, WhatIsNoCertificateIsRefused) {
  ASSERT_TRUE(Prepare().ok());
  for (const std::string name : {"server", "ca"}) {
    folder_.Write(name + ".pem", "", 0644);
    EXPECT_THAT(
        Notes(),
        ElementsAre(absl::StrCat(
            "FAILED_PRECONDITION: DIR/", name,
            ".pem is no certificate in PEM: mend that, or remove DIR/", name,
            ".pem and DIR/", name, "-key.pem to have both made anew")));
  }
}

TEST_F(ClnCertificatesTest, WhatIsAmissWithTheClientIsOnlyNoted) {
  ASSERT_TRUE(Prepare().ok());
  ASSERT_EQ(chmod(folder_.Path("client-key.pem").c_str(), 0640), 0);
  EXPECT_THAT(Notes(), ElementsAre("others can get at DIR/client-key.pem (mode "
                                   "0640): wanted mode 0600 (chmod 600 "
                                   "DIR/client-key.pem)"));
  Store("client", MakeSigned(Expired("old"), Load("ca")));
  const auto before = folder_.Files();
  EXPECT_EQ(Notes().size(), 1U);
  EXPECT_EQ(folder_.Files(), before);
}

TEST_F(ClnCertificatesTest, NeedAFolderThatIsThere) {
  EXPECT_EQ(PrepareClnCertificates(folder_.Path("none"), {}).status(),
            absl::NotFoundError(absl::StrCat("cannot open the folder ",
                                             folder_.Path("none"),
                                             ": No such file or directory")));
  EXPECT_FALSE(PrepareClnCertificates(folder_.Write("file", ""), {}).ok());
}

TEST_F(ClnCertificatesTest, NeedAFolderThatCanBeWrittenTo) {
  // Not even root can write there.
  const auto prepared = PrepareClnCertificates("/proc/self", {});
  ASSERT_FALSE(prepared.ok());
  EXPECT_THAT(std::string(prepared.status().message()),
              testing::HasSubstr("cannot write /proc/self/ca-key.pem"));
}

TEST_F(ClnCertificatesTest, WhatCannotBeWrittenIsAnError) {
  ASSERT_TRUE(Prepare().ok());
  folder_.Remove("server.pem");
  folder_.Remove("server-key.pem");
  std::filesystem::create_directory(folder_.Path("server-key.pem"));
  EXPECT_FALSE(Prepare().ok());
}

TEST_F(ClnCertificatesTest, WherePreparationEndedTheNextStartGoesOn) {
  ASSERT_TRUE(Prepare().ok());
  const std::vector<std::string> order = {"ca-key.pem",     "ca.pem",
                                          "server-key.pem", "server.pem",
                                          "client-key.pem", "client.pem"};
  const auto files = folder_.Files();
  // As it was when so many of the files had been written.
  for (size_t written = 0; written < order.size(); ++written) {
    for (const auto& [name, content] : files) folder_.Write(name, content);
    for (size_t i = written; i < order.size(); ++i) folder_.Remove(order[i]);
    EXPECT_FALSE(Notes().empty());
    ExpectWhole();
    EXPECT_THAT(Notes(), IsEmpty());
    for (size_t i = 0; i + 1 < written; i += 2) {
      EXPECT_EQ(folder_.Read(order[i]), files.at(order[i])) << order[i];
    }
  }
}

TEST_F(ClnCertificatesTest, ThreadsThatStartAtOnceGetTheSame) {
  constexpr int kThreads = 8;
  std::vector<absl::StatusOr<ClnCertificates>> prepared(kThreads);
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (auto& result : prepared) {
    threads.emplace_back([&] { result = Prepare(); });
  }
  for (std::thread& thread : threads) thread.join();
  size_t notes = 0;
  for (const auto& result : prepared) {
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_EQ(result->ca, folder_.Read("ca.pem"));
    EXPECT_EQ(result->server.certificate, folder_.Read("server.pem"));
    EXPECT_EQ(result->server.private_key, folder_.Read("server-key.pem"));
    notes += result->notes.size();
  }
  EXPECT_EQ(notes, 3U);
  ExpectWhole();
}

TEST_F(ClnCertificatesTest, ProcessesThatStartAtOnceGetTheSame) {
  // Let go all at once, by closing the pipe.
  int gate[2] = {};
  ASSERT_EQ(pipe(gate), 0);
  std::vector<pid_t> children(8);
  for (pid_t& child : children) {
    child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      close(gate[1]);
      char byte = 0;
      const bool opened = read(gate[0], &byte, 1) == 0;
      const auto prepared = Prepare();
      _exit(opened && prepared.ok() && prepared->ca == folder_.Read("ca.pem") &&
                    prepared->server.private_key ==
                        folder_.Read("server-key.pem")
                ? 0
                : 1);
    }
  }
  close(gate[0]);
  close(gate[1]);
  for (const pid_t child : children) {
    int status = -1;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  ExpectWhole();
}

TEST_F(ClnCertificatesTest, AProcessThatIsKilledLeavesWhatTheNextCanUse) {
  // At moments that the machine picks: each child makes the first half of a CA
  // go, again and again, until it is killed.
  for (int i = 0; i < 5; ++i) {
    int ready[2] = {};
    ASSERT_EQ(pipe(ready), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      for (int round = 0;; ++round) {
        if (!Prepare().ok()) _exit(1);
        if (round == i && write(ready[1], "r", 1) != 1) _exit(1);
        std::filesystem::remove(folder_.Path("ca-key.pem"));
      }
    }
    char byte = 0;
    EXPECT_EQ(read(ready[0], &byte, 1), 1);
    EXPECT_EQ(kill(child, SIGKILL), 0);
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status));
    close(ready[0]);
    close(ready[1]);
    EXPECT_TRUE(Prepare().ok()) << Notes()[0];
    EXPECT_THAT(Notes(), IsEmpty());
  }
}

}  // namespace

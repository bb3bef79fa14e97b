// SPDX-License-Identifier: Apache-2.0
//
// A folder of a test's own, with files and with what the openssl program makes
// in it.

#ifndef TESTS_SUPPORT_TEST_FOLDER_H_
#define TESTS_SUPPORT_TEST_FOLDER_H_

#include <stdlib.h>
#include <sys/stat.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

// Made with mode 0700, and removed at the end with all that is in it.
class TestFolder {
 public:
  TestFolder() { EXPECT_NE(mkdtemp(path_.data()), nullptr) << path_; }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string Path(const std::string& name) const { return path_ + "/" + name; }

  // Makes or replaces a file, with the folders that it is in, and returns its
  // path.
  std::string Write(const std::string& name, const std::string& content,
                    mode_t mode = 0600) const {
    std::filesystem::create_directories(
        std::filesystem::path(Path(name)).parent_path());
    std::ofstream(Path(name)) << content;
    EXPECT_EQ(chmod(Path(name).c_str(), mode), 0) << name;
    return Path(name);
  }

  // What is in a file. Nothing if it is not there.
  std::string Read(const std::string& name) const {
    std::ifstream file(Path(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }

  void Remove(const std::string& name) const {
    EXPECT_TRUE(std::filesystem::remove(Path(name))) << name;
  }

  // Of a file or folder: 0600.
  mode_t ModeOf(const std::string& name) const {
    struct stat found = {};
    EXPECT_EQ(stat(Path(name).c_str(), &found), 0) << name;
    return found.st_mode & 07777;
  }

  // What is in all files, by their names.
  std::map<std::string, std::string> Files() const {
    std::map<std::string, std::string> files;
    for (const auto& file : std::filesystem::directory_iterator(path_)) {
      const std::string name = file.path().filename();
      files[name] = file.is_regular_file() ? Read(name) : "";
    }
    return files;
  }

  // What `openssl ARGUMENTS` prints, on both streams, when run in the folder.
  // Ends with "(failed)" if it fails.
  std::string OpenSsl(const std::string& arguments) const {
    const std::string command =
        absl::StrCat("cd ", path_, " && openssl ", arguments, " 2>&1");
    FILE* const program = popen(command.c_str(), "r");
    std::string output;
    for (int c = 0; (c = fgetc(program)) != EOF;) {
      output.push_back(static_cast<char>(c));
    }
    if (pclose(program) != 0) output += "(failed)";
    return output;
  }

 private:
  std::string path_ = testing::TempDir() + "/grpc_by_example.XXXXXX";
};

#endif  // TESTS_SUPPORT_TEST_FOLDER_H_

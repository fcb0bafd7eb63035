import Foundation
import SourceDiagnostics
import TestSupport
import Testing

@testable import PolicyLint

/// Policies as people write them first: every finding was looked at, and is in a golden.
///
/// Beside each is what becomes of it when every advice is followed to the letter.
@Suite struct SampleTests {
  static let names = [
    "batch-job", "build-sandbox", "debugger", "deny-list", "legacy-32-bit", "no-network",
    "plugin-host", "read-only-tool", "web-server",
  ]

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Samples")

  private func report(_ file: String) throws -> LintReport {
    try LintOutcome(String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)).report
  }

  @Test(arguments: names)
  func `a first policy has the findings that were looked at`(name: String) throws {
    let lines = try report("\(name).json").findings.map { finding in
      let place = finding.location.map {
        $0.source.name == "builtin:test" ? "\($0.start)" : "\($0)"
      }
      return "\(place ?? "-"): \(finding.severity.rawValue): \(finding.problem); \(finding.advice) "
        + "[\(finding.rule)]\n"
    }
    expectGolden(lines.joined(), "\(name).txt")
  }

  @Test(arguments: names)
  func `nothing is left when the advice is followed`(name: String) throws {
    let report = try report("\(name).fixed.json")
    #expect(report.findings.map(\.problem) == [])
    for (_, reason) in report.suppressed { #expect(reason.count > 10) }
  }

  // MARK: What the policies are for

  /// Something that is tried under a mended policy.
  struct Trial: CustomTestStringConvertible, Sendable {
    var policy: String
    var command: [String]
    /// What is to be printed on standard output, or where it fails on standard error.
    var words: String
    var works = true

    var testDescription: String { "\(policy): \(command.joined(separator: " "))" }
  }

  private static let connect = ["/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/1"]

  static let trials = [
    Trial(policy: "batch-job", command: ["/usr/bin/sort", "-r", "numbers"], words: "2\n1\n"),
    Trial(policy: "batch-job", command: connect, words: "Permission denied", works: false),
    Trial(
      policy: "build-sandbox",
      command: ["/bin/sh", "-c", "gcc -o built job.c && ./built <numbers"],
      words: "1\n2\n"),
    Trial(
      policy: "build-sandbox", command: ["/usr/bin/unshare", "-U", "true"],
      words: "Operation not permitted", works: false),
    Trial(
      policy: "debugger", command: ["/usr/bin/strace", "-o", "trace", "/bin/echo", "traced"],
      words: "traced\n"),
    Trial(policy: "deny-list", command: ["/bin/cat", "numbers"], words: "1\n2\n"),
    Trial(
      policy: "deny-list", command: ["/usr/bin/unshare", "-U", "true"],
      words: "Operation not permitted", works: false),
    Trial(policy: "legacy-32-bit", command: ["-m32"], words: "1\n2\n"),
    Trial(policy: "no-network", command: ["/bin/cat", "numbers"], words: "1\n2\n"),
    Trial(policy: "no-network", command: connect, words: "Operation not permitted", works: false),
    Trial(policy: "plugin-host", command: ["-static"], words: "1\n2\n"),
    Trial(policy: "read-only-tool", command: ["/bin/cat", "numbers"], words: "1\n2\n"),
    Trial(
      policy: "read-only-tool", command: ["/usr/bin/tee", "new"], words: "Read-only file system",
      works: false),
    Trial(policy: "web-server", command: ["-DSERVER"], words: "1\n2\n"),
  ]

  /// A program for a trial: it copies its input, a server to itself through a socket.
  private static let program = """
    #include <arpa/inet.h>
    #include <sys/epoll.h>
    #include <sys/socket.h>
    #include <sys/wait.h>
    #include <unistd.h>

    int main(void) {
      char text[64];
      long size = read(0, text, sizeof text);
    #ifdef SERVER
      struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
      socklen_t length = sizeof name;
      int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      if (bind(listener, (void *)&name, length) || listen(listener, 1)) return 1;
      if (getsockname(listener, (void *)&name, &length)) return 1;
      if (fork() == 0) {
        int client = socket(AF_INET, SOCK_STREAM, 0);
        return connect(client, (void *)&name, length) || write(client, text, size) != size;
      }
      int poll = epoll_create1(0), status = 1;
      struct epoll_event event = {.events = EPOLLIN};
      if (epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event)) return 2;
      if (epoll_wait(poll, &event, 1, 5000) != 1) return 2;
      int peer = accept(listener, 0, 0);
      if (peer < 0) peer = accept4(listener, 0, 0, SOCK_CLOEXEC);
      if (read(peer, text, sizeof text) != size) return 3;
      if (wait(&status) < 0 || status != 0) return 4;
    #endif
      return write(1, text, size) != size;
    }

    """

  @Test(arguments: trials) func `a mended policy does its job`(trial: Trial) throws {
    let folder = try TemporaryFolder()
    try folder.write("numbers", "1\n2\n")
    try folder.write("job.c", "#define _GNU_SOURCE\n" + Self.program)
    var command = trial.command
    // What is no path is how the program is built.
    if command[0].hasPrefix("-") {
      let options = command + ["-o", folder.path(of: "job"), folder.path(of: "job.c")]
      guard let built = try? run("/usr/bin/gcc", options), built.ending == .exit(0) else {
        try Test.cancel("cannot be built here")
      }
      command = [folder.path(of: "job")]
    }
    if !FileManager.default.isExecutableFile(atPath: command[0]) {
      try Test.cancel("there is no \(command[0])")
    }
    if command[0] == "/bin/sh", !FileManager.default.isExecutableFile(atPath: "/usr/bin/gcc") {
      try Test.cancel("there is no compiler")
    }
    let path = Self.folder.appending(path: "\(trial.policy).fixed.json").path
    let result = try run(
      builtProduct("sekat"), ["run", "--insecure-policy", "-p", path, "--"] + command,
      input: Array("1\n2\n".utf8), directory: folder.path)
    let text = trial.works ? result.output : result.errors
    #expect(text.contains(trial.words), "\(result)")
    #expect((result.ending == .exit(0)) == trial.works, "\(result)")
  }
}

import Foundation
import TestSupport
import Testing

/// What programs do under a policy and what they say of it is the same beside a supervisor.
@Suite struct SamenessTests {
  /// A program at work, some of whose calls are denied.
  struct Work: Sendable, CustomTestStringConvertible {
    var name: String
    /// The programs without which the script cannot run.
    var needs: [String]
    var script: String
    var testDescription: String { name }

    init(_ name: String, needs: [String] = [], _ script: String) {
      (self.name, self.needs, self.script) = (name, needs, script)
    }

    /// Whether the programs are there.
    var canRun: Bool { needs.allSatisfy { installedProgram($0) != nil } }
  }

  /// A program in C that says which error numbers it sees.
  private static let source = """
    #include <errno.h>
    #include <stdio.h>
    #include <sys/socket.h>
    #include <sys/stat.h>
    #include <unistd.h>
    int main(void) {
      printf("%d %d", mkdir("made", 0755), errno);
      printf(" %d %d", socket(AF_INET, SOCK_STREAM, 0), errno);
      printf(" %d %d\\n", link("a", "b"), errno);
      return 7;
    }
    """

  static let all: [Work] = [
    Work(
      "threads of python", needs: ["python3"],
      """
      python3 - <<'END'
      import os, threading
      seen = []
      def work(number):
          for call in (lambda: os.mkdir("made"), lambda: os.link("a", "b"), lambda: os.stat("/none")):
              try: call()
              except OSError as error: seen.append(error.errno)
      threads = [threading.Thread(target=work, args=(n,)) for n in range(16)]
      for thread in threads: thread.start()
      for thread in threads: thread.join()
      print(sorted(seen))
      END
      """),
    Work(
      "a pipeline", needs: ["bash"],
      """
      bash -c 'set -o pipefail
      seq 1000 | sort -rn | while read n; do echo $n; done | tail -2
      for n in 1 2 3; do mkdir made$n 2>/dev/null & done; wait; mkdir x 2>&1 | cat; echo $?; (exit 3)'
      """),
    Work(
      "a parallel build", needs: ["make", "gcc"],
      """
      printf 'all: a.o b.o c.o d.o\\n\\t@ls *.o; mkdir made\\n%%.o: %%.c\\n\\t@gcc -c -o $@ $<\\n' > Makefile
      for n in a b c d; do echo "int $n(void) { return 1; }" > $n.c; done
      make -j4 2>&1; echo $?
      """),
    Work(
      "node", needs: ["node"],
      """
      node -e 'const fs = require("fs");
      for (const path of ["made", "/none/x"]) try { fs.mkdirSync(path) } catch (e) { console.log(e.code) }
      fs.link("a", "b", e => { console.log(e.code); process.exitCode = 5 })'
      """),
    Work(
      "a static program", needs: ["gcc"],
      "gcc -static -o static program.c && ./static; echo $?; ulimit -c 0; ./static | cat"),
    Work(
      "a program of musl", needs: ["musl-gcc"],
      "musl-gcc -static -o musl program.c && ./musl; echo $?"),
    Work(
      "archives", needs: ["tar", "gzip"],
      "mkdir -p there 2>&1; echo text > a; tar czf - a program.c | tar tzf -; ln a b 2>&1; echo $?"),
    Work(
      "signals and jobs",
      """
      sleep 60 >/dev/null & kill $!; wait $!; echo $?
      trap 'mkdir x; echo usr' USR1; kill -USR1 $$; sh -c 'kill -9 $$'; echo $?
      """),
  ]

  @Test(arguments: all.filter(\.canRun))
  func `a program does the same with and without a supervisor`(work: Work) throws {
    var results: [ProcessResult] = []
    for options in [[], ["--explain", "--report", "../report"]] {
      let fixture = try LaunchFixture()
      let policy = try fixture.policy(
        default: #""allow""#,
        rules: #"""
          { "syscalls": ["mkdir?", "mkdirat"], "action": { "errno": "EROFS" } },
          { "syscalls": ["link?", "linkat"], "action": { "errno": "EMLINK" } },
          { "syscalls": ["socket"], "where": { "family": "AF_INET" },
            "action": { "errno": "EAFNOSUPPORT" } }
          """#)
      let folder = fixture.folder.path + "/work"
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: false)
      try fixture.folder.write("work/program.c", Self.source)
      results.append(
        try run(
          builtProduct("sekat"),
          ["run", "-p", policy] + options + ["--", "/bin/sh", "-c", work.script],
          directory: folder, timeout: .seconds(60)))
      if !options.isEmpty {
        let report = try String(contentsOfFile: fixture.folder.path + "/report", encoding: .utf8)
        #expect(report.contains("denied"), "\(report)")
      }
    }
    #expect(!results[0].outputBytes.isEmpty)
    #expect(results[0].outputBytes == results[1].outputBytes, "\(results)")
    #expect(results[0].errorBytes == results[1].errorBytes, "\(results)")
    #expect(results[0].ending == results[1].ending, "\(results)")
  }
}

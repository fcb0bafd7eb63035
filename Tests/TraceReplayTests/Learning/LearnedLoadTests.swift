import Foundation
import TestSupport
import Testing

/// What a light run has taught lets a heavy one pass: timing, load and aborts need nothing more.
@Suite(
  .enabled(if: Strace.canTrace, "strace is not there or may not trace"),
  .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/gcc"), "there is no gcc"))
struct LearnedLoadTests {
  /// Threads that share a lock, a condition variable and memory; with a second argument it aborts.
  private static let program = """
    #include <pthread.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static pthread_cond_t turned = PTHREAD_COND_INITIALIZER;
    static long rounds, total, turn;
    static void *work(void *number) {
      long own = (long)number;
      for (long i = 0; i < rounds; i++) {
        char *memory = malloc(1000 + i % 5 * 60000);
        memset(memory, 1, 1000);
        pthread_mutex_lock(&lock);
        while (turn != own) pthread_cond_wait(&turned, &lock);
        total++;
        turn = (turn + 1) % 4;
        pthread_cond_broadcast(&turned);
        pthread_mutex_unlock(&lock);
        free(memory);
      }
      return 0;
    }
    int main(int count, char **words) {
      pthread_t threads[4];
      rounds = atol(words[1]);
      for (long i = 0; i < 4; i++)
        if (pthread_create(&threads[i], 0, work, (void *)i)) return 1;
      for (int i = 0; i < 4; i++) pthread_join(threads[i], 0);
      printf("%ld\\n", total);
      fflush(stdout);
      if (count > 2) abort();
      return 0;
    }

    """

  private static func sekat(_ arguments: [String]) throws -> ProcessResult {
    try run(builtProduct("sekat"), arguments)
  }

  /// Traces a light run, and learns from it.
  private static func learn(
    _ words: [String], options: [String] = [], in folder: TemporaryFolder
  ) throws -> String {
    let log = folder.path(of: "trace.log")
    let policy = folder.path(of: "policy.json")
    let light = try run(Strace.path, ["-f", "-o", log] + words)
    try #require(light.ending == .exit(0), "\(light)")
    let learned = try sekat(["learn"] + options + [log, "-o", policy])
    #expect(learned.ending == .exit(0), "\(learned)")
    let replayed = try sekat(["simulate", "--keep-going", "-p", policy, log])
    #expect(replayed.ending == .exit(0), "\(replayed)")
    let linted = try sekat(["lint", policy])
    #expect(linted.output.hasPrefix("nothing found"), "\(linted)")
    return policy
  }

  private static func under(_ policy: String, _ words: [String]) throws -> ProcessResult {
    try sekat(["run", "--insecure-policy", "-p", policy, "--"] + words)
  }

  /// Compiles a program.
  private static func build(
    _ text: String, _ options: [String] = [], compiler: String = "/usr/bin/gcc",
    in folder: TemporaryFolder
  ) throws -> String {
    let program = folder.path(of: "program")
    let source = try folder.write("program.c", text)
    let built = try run(
      compiler, ["-O1", "-w", "-o", program, source, "-pthread"] + options)
    try #require(built.ending == .exit(0), "\(built)")
    return program
  }

  @Test(arguments: [[], ["-p", "builtin:pure-compute"]])
  func `threads that were learnt without contention survive it`(options: [String]) throws {
    let folder = try TemporaryFolder()
    let program = try Self.build(Self.program, in: folder)
    let policy = try Self.learn([program, "1"], options: options, in: folder)
    let heavy = try Self.under(policy, [program, "5000"])
    #expect(heavy.ending == .exit(0), "\(heavy)")
    #expect(heavy.output == "20000\n")
    let ended = try Self.under(policy, [program, "5000", "end"])
    #expect(ended.ending == .signal(6) || ended.ending == .exit(134), "\(ended)")
    #expect(ended.output == "20000\n")
  }

  @Test func `a static program with musl survives load and aborts`() throws {
    let compiler = "/usr/bin/musl-gcc"
    if !FileManager.default.isExecutableFile(atPath: compiler) {
      try Test.cancel("there is no musl-gcc")
    }
    let folder = try TemporaryFolder()
    let program = try Self.build(Self.program, ["-static"], compiler: compiler, in: folder)
    let policy = try Self.learn([program, "1"], in: folder)
    let heavy = try Self.under(policy, [program, "5000"])
    #expect(heavy.ending == .exit(0), "\(heavy)")
    #expect(heavy.output == "20000\n")
    let ended = try Self.under(policy, [program, "10", "end"])
    #expect(ended.ending == .signal(6) || ended.ending == .exit(134), "\(ended)")
  }

  @Test(arguments: [
    ("assert(!words[1])", "Assertion"),
    ("char *volatile bytes = malloc(64); free(bytes + 8)", "free(): invalid pointer"),
  ])
  func `the last words of a program that aborts are printed`(
    statement: String, words: String
  ) throws {
    let folder = try TemporaryFolder()
    let program = try Self.build(
      """
      #include <assert.h>
      #include <stdlib.h>
      int main(int count, char **words) { if (count > 1) { \(statement); } return 0; }

      """, in: folder)
    let policy = try Self.learn([program], in: folder)
    let ended = try Self.under(policy, [program, "end"])
    #expect(ended.errors.contains(words), "\(ended)")
    #expect(ended.ending == .signal(6) || ended.ending == .exit(134), "\(ended)")
  }

  @Test(arguments: [
    [
      "/usr/bin/python3", "-S", "-c",
      """
      import sys, threading
      lock, total = threading.Lock(), [0]
      def work():
          for _ in range(int(sys.argv[1])):
              with lock: total[0] += len(bytearray(70000)) // 70000
      threads = [threading.Thread(target=work) for _ in range(4)]
      for t in threads: t.start()
      for t in threads: t.join()
      print(total[0] == 4 * int(sys.argv[1]))
      """,
    ],
    [
      "/usr/bin/node", "-e",
      """
      let { pbkdf2 } = require('crypto'), n = +process.argv[1], left = n
      for (let i = 0; i < n; i++)
        pbkdf2('a', 'b', 500, 32, 'sha1', () => { if (!--left) console.log('True') })
      """,
    ],
  ])
  func `threads of interpreters survive load`(words: [String]) throws {
    if !FileManager.default.isExecutableFile(atPath: words[0]) {
      try Test.cancel("there is no \(words[0])")
    }
    let folder = try TemporaryFolder()
    let policy = try Self.learn(words + ["1"], in: folder)
    let heavy = try Self.under(policy, words + ["2000"])
    #expect(heavy.ending == .exit(0), "\(heavy)")
    #expect(heavy.output == "True\n", "\(heavy)")
  }

  @Test func `what the base answers with ENOSYS stays closed`() throws {
    let folder = try TemporaryFolder()
    let program = try Self.build(
      """
      #include <errno.h>
      #include <signal.h>
      #include <stdio.h>
      #include <sys/syscall.h>
      #include <unistd.h>
      int main() {
        unsigned long arguments[11] = {0x10000000, [4] = SIGCHLD};
        long child = syscall(SYS_clone3, arguments, sizeof arguments);
        if (child == 0) _exit(0);
        printf("%d\\n", child < 0 ? errno : 0);
      }

      """, in: folder)
    let threads = try TemporaryFolder()
    let learnt = try Self.build(Self.program, in: threads)
    for options in [["-p", "builtin:network-server"], [], ["--strict"]] {
      let policy = try Self.learn([learnt, "1"], options: options, in: threads)
      let text = try threads.read("policy.json")
      #expect(!text.contains("\"ignore\": [\"grants-user"), "\(text)")
      let ended = try Self.under(policy, [program])
      #expect(ended.output == "38\n", "\(ended)")
      if options.contains("-p") {
        let wider = try Self.sekat(["diff", "--subset", policy, "builtin:network-server"])
        #expect(wider.ending == .exit(0), "\(wider)")
      }
    }
  }
}

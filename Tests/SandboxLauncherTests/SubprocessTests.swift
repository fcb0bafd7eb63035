import Foundation
import TestSupport
import Testing

/// The helper with which tests run programs.
@Suite struct SubprocessTests {
  private func shell(_ script: String, _ arguments: String...) throws -> ProcessResult {
    try run("/bin/sh", ["-c", script, "sh"] + arguments)
  }

  @Test func `tells statuses from signals`() throws {
    #expect(try shell("exit 7").ending == .exit(7))
    #expect(try shell("exit 159").ending == .exit(159))
    #expect(try shell("kill -SYS $$").ending == .signal(SIGSYS))
  }

  @Test func `keeps output and errors apart, whatever their length`() throws {
    let result = try shell("head -c 300000 /dev/zero; head -c 200000 /dev/zero >&2; echo end")
    #expect(result.ending == .exit(0))
    #expect(result.outputBytes.count == 300_004)
    #expect(result.output.hasSuffix("end\n"))
    #expect(result.errorBytes.count == 200_000)
  }

  @Test func `feeds input, even while outputs fill up`() throws {
    let input = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let result = try run("/bin/cat", input: input)
    #expect(result.ending == .exit(0))
    #expect(result.outputBytes == input)
  }

  @Test func `survives a program that does not read its input`() throws {
    let input = [UInt8](repeating: 0, count: 1_000_000)
    #expect(try run("/bin/sh", ["-c", "exit 3"], input: input).ending == .exit(3))
  }

  @Test func `gives the input's end where there is none`() throws {
    #expect(try run("/bin/cat").ending == .exit(0))
  }

  @Test func `kills what takes too long, with all that it has started`() throws {
    let result = try run(
      "/bin/sh", ["-c", "sleep 1000 & echo $!; sleep 1000"], timeout: .milliseconds(300))
    #expect(result.ending == .timeout)
    let child = try #require(Int32(result.output.dropLast()))
    while kill(child, 0) == 0, try !isZombie(child) { usleep(1000) }
  }

  private func isZombie(_ process: Int32) throws -> Bool {
    try run("/bin/sh", ["-c", "grep -qs '^State:.Z' /proc/\(process)/status"]).ending == .exit(0)
  }

  @Test func `waits for whoever still holds the outputs`() throws {
    #expect(try shell("(sleep 0.2; echo late) &").output == "late\n")
  }

  @Test func `starts with no signal blocked or ignored`() throws {
    let status = try run("/bin/cat", ["/proc/self/status"]).output
    #expect(status.contains("SigBlk:\t0000000000000000\n"))
    // glibc's posix_spawn ignores its own signals, 32 and 33, when the tests have threads.
    let ignored = try #require(status.firstMatch(of: /SigIgn:\t([0-9a-f]+)/))
    let signals = try #require(UInt64(ignored.output.1, radix: 16))
    #expect(signals & ~0x1_8000_0000 == 0)
  }

  @Test func `sets name, environment and directory`() throws {
    let named = try run("/bin/sh", ["-c", "echo $0"], name: "-other")
    #expect(named.output == "-other\n")
    let variables = try run("/usr/bin/env", environment: ["A=1", "B=x y"])
    #expect(variables.output == "A=1\nB=x y\n")
    #expect(try run("/bin/pwd", directory: "/usr").output == "/usr\n")
  }

  @Test func `says that a program cannot be started`() {
    #expect(throws: SpawnError.self) { try run("/does/not/exist") }
  }

  @Test func `finds what the build has made`() {
    let tests = builtProduct("sekatPackageTests.xctest")
    #expect(FileManager.default.isExecutableFile(atPath: tests))
  }

  @Test func `removes a temporary folder with its object`() throws {
    let path: String
    do {
      let folder = try TemporaryFolder()
      path = folder.path
      let file = try folder.write("a/b", "text", permissions: 0o640)
      #expect(try run("/usr/bin/stat", ["-c", "%a %s", file]).output == "640 4\n")
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}

import Foundation
import TestSupport
import Testing

/// Real programs under the shipped profiles.
@Suite struct ProgramTests {
  /// A shell script that runs a program under a profile: `sandbox COMMAND` is `sekat run` with it,
  /// `$PORT` is free, and the working directory is empty and the script's own.
  struct Trial: Sendable, CustomTestStringConvertible {
    var profile: String
    var name: String
    /// The programs without which the script cannot run.
    var needs: [String]
    var script: String
    /// What the script prints.
    var expected: String

    init(
      _ profile: String, _ name: String, needs: [String] = [], _ script: String,
      prints expected: String
    ) {
      self.profile = profile
      self.name = name
      self.needs = needs
      self.script = script
      self.expected = expected
    }

    var testDescription: String { "\(name) under \(profile)" }
  }

  @Test(arguments: trials)
  func `a program does its work, and no more`(trial: Trial) throws {
    for need in trial.needs where Self.path(of: need) == nil {
      try Test.cancel("\(need) is not installed")
    }
    let folder = try TemporaryFolder()
    let preamble = """
      set -eu
      sandbox() { "$SEKAT" run -p builtin:\(trial.profile) -- "$@"; }
      # Waits until a command succeeds.
      await() { n=0; until "$@" >/dev/null 2>&1; do n=$((n+1)); [ $n -lt 200 ]; sleep 0.05; done; }
      # Ends the server and takes its status.
      stop() { kill "$1"; wait "$1" || true; }

      """
    let environment = [
      "PATH=\(Self.folders.joined(separator: ":"))", "LC_ALL=C", "HOME=\(folder.path)",
      "SEKAT=\(builtProduct("sekat"))", "PORT=\(try Self.freePort())", "DIR=\(folder.path)",
      "GIT_CONFIG_NOSYSTEM=1",
    ]
    let result = try run(
      "/bin/sh", ["-c", preamble + trial.script], environment: environment,
      directory: folder.path, timeout: .seconds(120))
    #expect(result.ending == .exit(0), "\(result)")
    #expect(result.output == trial.expected, "\(result)")
  }

  /// Where Debian has programs; what others have put elsewhere may be a script around them.
  private static let folders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"]

  private static func path(of program: String) -> String? {
    folders.map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// The number of a port that nobody listens on.
  private static func freePort() throws -> UInt16 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    try #require(isBound)
    return UInt16(bigEndian: address.sin_port)
  }
}

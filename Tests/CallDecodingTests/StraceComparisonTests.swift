import ClassicBPF
import Foundation
import LinuxABI
import TestSupport
import Testing

@testable import CallDecoding

/// The tracer.
private enum Strace {
  static let path = "/usr/bin/strace"

  /// Whether this user may trace programs here.
  static let canTrace: Bool = {
    guard FileManager.default.isExecutableFile(atPath: path) else { return false }
    return (try? run(path, ["-o", "/dev/null", "/bin/true"]))?.ending == .exit(0)
  }()
}

/// What is read from a process that another program traces, held against what that one prints.
@Suite(.enabled(if: Strace.canTrace && ABI.native != nil, "strace is not there or may not trace"))
struct StraceComparisonTests {
  /// The calls that the probe has made, with what is said of them, and the lines of strace.
  private static func record() throws -> (calls: [DecodedCall], lines: [String]) {
    let folder = try TemporaryFolder()
    let log = folder.path(of: "log")
    let probe = builtProduct("calling-probe")
    let isDone = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var ending: ProcessEnding?
    Thread.detachNewThread {
      let words = ["-y", "-v", "-s", "200", "-o", log, probe, folder.path]
      unsafe ending = (try? run(Strace.path, words))?.ending
      isDone.signal()
    }
    let registers = folder.path(of: "registers")
    for _ in 0..<20_000 where !FileManager.default.fileExists(atPath: registers) { usleep(1000) }
    let text = try? String(contentsOfFile: registers, encoding: .utf8)
    let calls = decode((text ?? "").split(separator: "\n"))
    try folder.write("end", "")
    isDone.wait()
    unsafe #expect(ending == .exit(0))
    let parts = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
      .split { $0.hasPrefix("getpriority(") }
    return (calls, try #require(parts.count == 3 ? parts[1].map(String.init) : nil))
  }

  private static func decode(_ lines: [Substring]) -> [DecodedCall] {
    guard let process = lines.first.flatMap({ Int32($0) }), let abi = ABI.native else { return [] }
    return lines.dropFirst().map { line in
      let words = line.split(separator: " ")
      var registers: InlineArray<6, UInt64> = [0, 0, 0, 0, 0, 0]
      for index in 0..<6 { registers[index] = UInt64(words[index + 1], radix: 16) ?? 0 }
      let call = SeccompData(
        number: UInt32(words[0]) ?? 0, auditArchitecture: abi.auditArchitecture,
        arguments: registers)
      return DecodedCall(
        CapturedCall(call, from: LiveProcess(thread: process), withDirectory: true))
    }
  }

  /// An argument as strace has it: paths are whole there, however long.
  private static func text(_ argument: DecodedArgument) -> String {
    if argument.text.hasSuffix("…"), let string = argument.string { return "\"\(string)\"" }
    return StraceText.sorted(argument.text.replacing(" <", with: "<"))
  }

  @Test func `each call is what strace says it was`() throws {
    let (calls, lines) = try Self.record()
    #expect(calls.count > 80)
    try #require(calls.count == lines.count)
    for (call, line) in zip(calls, lines) {
      let match = line.firstMatch(of: #/^(\w+)\((.*)\) += /#)
      let expected = try #require(match, "\(line)")
      #expect(call.name == String(expected.1))
      let printed = StraceText.arguments(String(expected.2)).map(StraceText.normal)
      let own = call.arguments.map(Self.text)
      // strace leaves out what some uses of a call do not look at, and knows more about some memory.
      let count = call.name == "ioctl" ? 2 : printed.count
      #expect(Array(own.prefix(count)) == Array(printed.prefix(count)), "\(line)")
    }
  }
}

import ClassicBPF
import LinuxABI
import SourceDiagnostics
import Testing

@testable import PolicyLint

@Suite struct UnreachedInstructionTests {
  @Test func `after the end`() throws {
    let found = try findings(
      of: UnreachedInstruction.self, in: [.end(kill), .load(0), .end(allow)])
    #expect(found.map(\.line) == [2])
    #expect(found.first?.problem == "no call comes to this instruction and 1 other")
  }

  @Test func `what two conditions together rule out`() throws {
    // A number above 100, and then one of 7.
    let found = try findings(
      of: UnreachedInstruction.self,
      in: [.load(0), .above(100, 0, 2), .equal(7, 0, 1), .end(kill), .end(allow)])
    #expect(found.map(\.line) == [4])
    #expect(found.first?.problem == "no call comes to this instruction")
  }

  @Test func `what the ABI rules out`() throws {
    // Only i386 comes to the second question, which is for the ABI once more.
    let found = try findings(
      of: UnreachedInstruction.self,
      in: [.load(4), .equal(0x4000_0003, 0, 2), .equal(0x4000_0003, 1, 0), .end(kill), .end(allow)])
    #expect(found.map(\.line) == [4])
  }

  @Test func `code of 64 bits sets upper halves of a 32-bit ABI`() throws {
    let found = try findings(
      of: UnreachedInstruction.self,
      in: [
        .load(4), .equal(0x4000_0003, 0, 3), .load(20), .equal(0, 1, 0), .end(kill), .end(allow),
      ])
    #expect(found.isEmpty)
  }

  @Test func `all are reached`() throws {
    let found = try findings(
      of: UnreachedInstruction.self, in: [.load(0), .equal(1, 1, 0), .end(kill), .end(allow)])
    #expect(found.isEmpty)
  }

  @Test func `a guard against what cannot be is no more than a note`() throws {
    func severity(_ word: UInt32) throws -> Diagnostic.Severity? {
      let lines: [BPFInstruction] = [
        Line.load(0), .above(100, 0, 2), .equal(7, 0, 1), .end(word), .end(allow),
      ]
      .map(\.instruction)
      let filter = CompiledFilter(
        try BPFProgram(verifying: lines), named: "test.bpf", lines: lines.map { "\($0)" },
        byteOrder: .little)
      let report = try Linter().lint(filter, on: try #require(Machine(.x86_64)))
      return report.findings.first { $0.rule == UnreachedInstruction.about.id }?.severity
    }
    #expect(try severity(kill) == .note)
    #expect(try severity(deny) == .warning)
  }
}

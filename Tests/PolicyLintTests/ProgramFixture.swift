import ClassicBPF
import LinuxABI
import SourceDiagnostics
import Testing

@testable import PolicyLint

/// One instruction, as listings write it.
enum Line {
  /// `ld [offset]`
  case load(UInt32)
  /// `jeq #constant`, with what is skipped if it holds, and if not.
  case equal(UInt32, UInt8, UInt8)
  /// `jgt #constant`, likewise.
  case above(UInt32, UInt8, UInt8)
  /// `jset #constant`, likewise.
  case anyBit(UInt32, UInt8, UInt8)
  /// `ret #word`
  case end(UInt32)

  var instruction: BPFInstruction {
    switch self {
    case .load(let offset): BPFInstruction(code: 0x20, k: offset)
    case .equal(let constant, let yes, let no):
      BPFInstruction(code: 0x15, jumpTrue: yes, jumpFalse: no, k: constant)
    case .above(let constant, let yes, let no):
      BPFInstruction(code: 0x25, jumpTrue: yes, jumpFalse: no, k: constant)
    case .anyBit(let constant, let yes, let no):
      BPFInstruction(code: 0x45, jumpTrue: yes, jumpFalse: no, k: constant)
    case .end(let word): BPFInstruction(code: 0x06, k: word)
    }
  }
}

let allow: UInt32 = 0x7fff_0000
let deny: UInt32 = 0x0005_0001
let kill: UInt32 = 0x8000_0000

/// The findings of a rule in a program for x86_64: line, and problem.
func findings(
  of rule: any LintRule.Type, in lines: [Line]
) throws -> [(line: Int, problem: String)] {
  let program = try BPFProgram(verifying: lines.map(\.instruction))
  let filter = CompiledFilter(
    program, named: "test.bpf", lines: lines.map { "\($0)" }, byteOrder: .little)
  let machine = try #require(Machine(.x86_64))
  let report = try Linter().lint(filter, on: machine)
  for finding in report.findings {
    guard let witness = finding.witness else { continue }
    #expect(program.action(on: witness.call, byteOrder: .little) == witness.action)
  }
  return report.findings.filter { $0.rule == rule.about.id }
    .map { ($0.location?.start.line ?? 0, $0.problem) }
}

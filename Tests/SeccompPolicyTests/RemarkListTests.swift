import SourceDiagnostics
import Testing

@testable import SeccompPolicy

/// What is remarked on a file of another tool's, where there is very much of it.
@Suite struct RemarkListTests {
  private func remark(
    _ kind: PolicyRemark.Kind, _ severity: Diagnostic.Severity = .warning, at offset: Int
  ) -> PolicyRemark {
    PolicyRemark(
      kind: kind, severity: severity, range: SourceRange(offset..<offset + 1), problem: "problem",
      advice: "advice")
  }

  @Test func `remarks are counted by kind and severity, and of more it is said so`() {
    var list = RemarkList(most: 2)
    for offset in [0, 0, 1, 2, 3] { list.add(remark(.unknownName, at: offset)) }
    list.add(remark(.emptyMask, .error, at: 4))
    list.add(remark(.unknownName, .error, at: 5))
    #expect(list.all.map(\.range.lowerBound) == [0, 1, 2, 4, 5])
    #expect(
      list.all.filter { $0.problem.hasSuffix("; there is more of this, which is not listed") }
        .map(\.range.lowerBound) == [2])
  }

  @Test func `an error is not hidden by warnings`() throws {
    let names = (0..<1001).map { "\"no_call_\($0)\"" }.joined(separator: ", ")
    let fixture = profile(
      list(
        #"{"names": [\#(names)], "action": "SCMP_ACT_ALLOW"}"#,
        rule("mount", "ALLOW", args((3, "MASKED_EQ", 0, 1))),
        rule("umount2", "KILL", args((1, "EQ", 1, 0))), rule("umount2")))
    let remarks = try #require(fixture.resolve().policy).source.syntax[0].remarks
    #expect(remarks.count { $0.kind == .unknownName } == 1001)
    #expect(remarks.filter { $0.severity == .error }.map(\.kind) == [.emptyMask, .conditionsLost])
  }

  @Test func `remarks on what depends on the machine keep to the policy's own limit`() throws {
    let rules = (0..<5).map { rule("umount2", "ALLOW", args((1, "EQ", UInt64($0), 0))) }
    let fixture = profile(list(rules.joined(separator: ","), rule("umount2")))
    let policy = try #require(fixture.resolve(limits: PolicyLimits(mistakes: 2)).policy)
    #expect(policy.source.syntax[0].remarks.count { $0.kind == .conditionsLost } == 3)
  }

  @Test func `a reader's refusal is not hidden by keys that it passes over`() {
    let keys = (0..<1001).map { "\"key_\($0)\": 1" }.joined(separator: ", ")
    var fixture = PolicyFixture(
      #"""
      {"a": {"default_action": "trap", "filter_action": "allow", "filter": [
        {"syscall": "ioctl", \#(keys), "args": [
          {"index": 1, "type": "qword", "op": "ge", "val": 5},
          {"index": 1, "type": "qword", "op": "le", "val": 7}]}]}}
      """#)
    fixture.circumstances.dialect = .firecracker
    let mistakes = fixture.resolve().mistakes
    #expect(mistakes.count == 1 && mistakes[0].contains("an argument is named twice"))
  }
}

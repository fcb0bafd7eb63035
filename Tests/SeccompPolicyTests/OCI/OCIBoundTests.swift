import ClassicBPF
import SourceDiagnostics
import Testing

@testable import SeccompPolicy

/// How many rules of a profile are put together before it is said that they are too many, and how fast that is.
@Suite struct OCIBoundTests {
  /// What is said of a profile, which must not take long.
  private func mistakes(
    _ fixture: PolicyFixture, limits: PolicyLimits = .standard
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    let duration = ContinuousClock().measure {
      found = fixture.diagnose(limits: limits).diagnostics
    }
    #expect(duration < .seconds(30))
    return found
  }

  /// Rules for one call, each for another value, whose actions alternate.
  private func alternating(_ count: Int) -> [String] {
    (0..<count).map {
      rule("read", $0 % 2 == 0 ? "ALLOW" : "KILL", args((0, "EQ", UInt64($0), 0)))
    }
  }

  @Test func `rules of which it is not known whether they conflict are not said to`() {
    let rules = alternating(40).joined(separator: ",")
    #expect(mistakes(profile(rules)).isEmpty)
    let found = mistakes(profile(rules), limits: PolicyLimits(comparisons: 40))
    #expect(found.map(\.id) == ["undecided-rules"])
  }

  @Test func `rules that ask the same are found among very many`() {
    let rules = alternating(3000) + [rule("read", "KILL", args((0, "EQ", 0, 0)))]
    let found = mistakes(profile(rules.joined(separator: ",")))
    #expect(found.map(\.id) == ["conflicting-rules"])
    #expect(found.first?.message.contains("refuses the second") == true)
    #expect(found.first?.location?.start.column ?? 0 > 100_000)
  }

  @Test func `of rules with one action pairs are not looked at`() {
    let rules =
      (0..<60).map { rule("read", "ALLOW", args((0, "EQ", UInt64($0), 0))) }
      + [rule("read", "KILL", args((0, "EQ", 99, 0)))]
    let found = mistakes(
      profile(rules.joined(separator: ",")), limits: PolicyLimits(comparisons: 61))
    #expect(found.isEmpty)
  }

  @Test func `conditions that are split are counted for each call before rules are made`() {
    let names = Array(repeating: "read", count: 2000).joined(separator: " ")
    let conditions = Array(
      repeating: #"{"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}"#, count: 2000)
    let fixture = profile(
      rule(names, "ALLOW", #", "args": [\#(conditions.joined(separator: ","))]"#))
    #expect(mistakes(fixture).map(\.id) == ["too-many-comparisons"])
    #expect(
      mistakes(fixture, limits: PolicyLimits(namings: 100_000, comparisons: 8_000_000)).map(\.id)
        == ["too-many-calls"])
  }

  @Test func `names are counted on each ABI`() {
    let rules = rule("read write close", "ALLOW")
    let both = #""defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86"]"#
    #expect(mistakes(profile(rules, settings: both), limits: PolicyLimits(namings: 9)).isEmpty)
    #expect(
      mistakes(profile(rules, settings: both), limits: PolicyLimits(namings: 5)).map(\.id)
        == ["too-many-calls"])
  }

  @Test func `very many comparisons are put into libseccomp's order in time`() {
    let comparisons = (0..<10_000).compactMap { value in
      RegisterComparison(index: 0, .greater, mask: .max, value: UInt64(value), width: 64).map {
        [LibseccompTree.Comparison(register: $0, element: 0)]
      }
    }
    let actions = (0..<10_000).map { $0 % 2 == 0 ? FilterAction.allow : .killThread }
    var order: LibseccompOrder?
    let duration = ContinuousClock().measure { order = LibseccompOrder(comparisons, actions) }
    #expect(order?.indices == (0..<10_000).reversed())
    #expect(duration < .seconds(5))
  }

  /// libseccomp makes one comparison of two that are the same or each other's opposite.
  @Test(arguments: [
    (RegisterOperator.notEqual, RegisterOperator.notEqual, 7, true),
    (.less, .greaterOrEqual, 5, true), (.greaterOrEqual, .less, 5, true),
    (.lessOrEqual, .greater, 5, true), (.maskedEqual, .equal, 5, true),
    (.notEqual, .maskedEqual, 5, true), (.less, .greaterOrEqual, 7, false),
    (.less, .greater, 5, false), (.equal, .notEqual, 5, false), (.less, .lessOrEqual, 5, false),
  ])
  func `the order is not known of comparisons that libseccomp makes one of`(
    one: RegisterOperator, other: RegisterOperator, value: UInt64, isMixed: Bool
  ) throws {
    func comparison(
      _ comparison: RegisterOperator, _ value: UInt64
    ) throws -> [LibseccompTree.Comparison] {
      let register = try #require(
        RegisterComparison(index: 0, comparison, mask: 0xff, value: value, width: 64))
      return [LibseccompTree.Comparison(register: register, element: 0)]
    }
    let order = LibseccompOrder(
      [try comparison(one, 5), try comparison(other, value)], [.allow, .log])
    #expect((order == nil) == isMixed)
  }
}

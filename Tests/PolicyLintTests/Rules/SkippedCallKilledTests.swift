import Testing

@testable import PolicyLint

@Suite struct SkippedCallKilledTests {
  @Test func `number -1 kills`() throws {
    #expect(try findings(of: SkippedCallKilled.self, in: [.end(kill)]).map(\.line) == [1])
  }

  @Test func `number -1 is answered`() throws {
    let found = try findings(
      of: SkippedCallKilled.self,
      in: [.load(0), .equal(0xffff_ffff, 1, 0), .end(kill), .end(0x0005_0026)])
    #expect(found.isEmpty)
  }
}

import Testing

@testable import PolicyLint

@Suite struct UnreachedInstructionTests {
  @Test func `after the end`() throws {
    let found = try findings(
      of: UnreachedInstruction.self, in: [.end(kill), .load(0), .end(allow)])
    #expect(found.map(\.line) == [2])
    #expect(found.first?.problem == "no call comes to this instruction and 1 others")
  }

  @Test func `all are reached`() throws {
    let found = try findings(
      of: UnreachedInstruction.self, in: [.load(0), .equal(1, 1, 0), .end(kill), .end(allow)])
    #expect(found.isEmpty)
  }
}

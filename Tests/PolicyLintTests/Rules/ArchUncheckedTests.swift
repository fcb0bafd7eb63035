import Testing

@testable import PolicyLint

@Suite struct ArchUncheckedTests {
  @Test func `arch is not compared`() throws {
    let found = try findings(
      of: ArchUnchecked.self, in: [.load(0), .equal(231, 1, 0), .end(deny), .end(allow)])
    #expect(found.map(\.line) == [4])
    #expect(found.first?.problem.contains("whatever 'arch' is") == true)
  }

  @Test func `other values are allowed`() throws {
    let found = try findings(
      of: ArchUnchecked.self,
      in: [
        .load(4), .equal(0xc000_003e, 0, 2), .load(0), .equal(101, 1, 0), .end(allow), .end(deny),
      ])
    #expect(found.map(\.line) == [5])
  }

  @Test func `it is compared`() throws {
    let found = try findings(
      of: ArchUnchecked.self,
      in: [
        .load(4), .equal(0xc000_003e, 0, 3), .load(0), .equal(231, 0, 1), .end(allow), .end(kill),
      ])
    #expect(found.isEmpty)
  }
}

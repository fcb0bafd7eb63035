import Testing

@testable import PolicyLint

@Suite struct ActionWithoutMeaningTests {
  @Test func `no action, and too large an error`() throws {
    let found = try findings(
      of: ActionWithoutMeaning.self,
      in: [
        .load(0), .equal(1, 2, 0), .equal(2, 2, 0), .end(0x7ffe_0000), .end(0x0005_2000),
        .end(allow),
      ])
    #expect(found.map(\.line) == [4, 5])
    #expect(found.last?.problem == "error 8192 is above 4095, and arrives as 4095")
  }

  @Test func `actions`() throws {
    #expect(try findings(of: ActionWithoutMeaning.self, in: [.end(deny)]).isEmpty)
  }
}

import Foundation
import TestSupport
import Testing

/// Attempts to walk around the shipped profiles, made by the C program in `Attempts`.
///
/// Without a filter the program shows what works here at all, so that a denial means something.
@Suite struct AttemptTests {
  /// Who makes the attempts: whoever runs the tests, or another user, whom only root can become.
  enum User: String, CaseIterable, CustomTestStringConvertible {
    case same = "-"
    case ordinary = "1000"

    var testDescription: String { self == .same ? "the user of the tests" : "an ordinary user" }
  }

  @Test(arguments: User.allCases)
  func `what a profile is to prevent is prevented, and the rest is said`(user: User) async throws {
    if user == .ordinary && geteuid() != 0 { try Test.cancel("only root becomes another user") }
    let expectations = try AttemptExpectations()
    let program = try AttemptProgram(user: user.rawValue)
    let free = try program.outcomes(under: nil)
    let works = free.outcomes.filter { $0.value == AttemptOutcomes.done }
    let rows = Set(expectations.rows.keys)
    #if arch(x86_64)
      #expect(Set(free.outcomes.keys) == rows)
    #else
      // Some ways in are of that machine alone.
      #expect(rows.isSuperset(of: free.outcomes.keys))
    #endif
    #expect(works.count > 300, "most attempts must work without a filter: \(free.outcomes)")

    try await withThrowingTaskGroup(of: Void.self) { group in
      for profile in ShippedPolicies.profiles {
        group.addTask {
          let held = try program.outcomes(under: profile)
          #expect(Set(held.outcomes.keys) == Set(free.outcomes.keys), "under \(profile)")
          for (name, outcome) in held.outcomes {
            let cell = try #require(expectations.cell(name, under: profile))
            if let fault = cell.fault(in: outcome, without: free.outcomes[name] ?? "nothing") {
              Issue.record("\(name) under \(profile): \(fault)")
            }
            if cell.isDenial && held.changed.contains(name) {
              Issue.record("\(name) under \(profile) has changed its folder")
            }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func `what is possible is said where the profile is described`() throws {
    let expectations = try AttemptExpectations()
    let readme = try ShippedPolicies.text("README.md")
    let lines = readme.split(separator: "\n").map(String.init)
    func line(of profile: String) throws -> String {
      try #require(lines.first { $0.hasPrefix("| [\(profile)](profiles/") })
    }
    let common = try #require(readme.split(separator: "All but pure-compute are").last)
      .replacing("\n", with: " ")
    #expect(!expectations.rows.isEmpty)
    for profile in ShippedPolicies.profiles {
      var said = try line(of: profile)
      if profile != "pure-compute" { said += try line(of: "default") + common }
      for word in expectations.words(under: profile) {
        let sentence = try #require(expectations.sentences[word], "no sentence for '\(word)'")
        #expect(said.contains(sentence), "\(profile) does not say '\(sentence)'")
      }
    }
    let used = Set(ShippedPolicies.profiles.flatMap(expectations.words(under:)))
    #expect(used == Set(expectations.sentences.keys))
  }
}

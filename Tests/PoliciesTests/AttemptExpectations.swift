import Foundation
import Testing

/// The table of what must come of each attempt under each profile.
struct AttemptExpectations {
  /// What must come of an attempt under a profile.
  enum Cell: Hashable {
    /// The filter prevents the act, with this error or signal.
    case denied(String)
    /// The act works where it works without a filter, for the reason that a word stands for.
    case possible(String)
    /// The kernel refuses it to everyone.
    case refused

    init(_ text: String) {
      if text == "refused" {
        self = .refused
      } else if text.first?.isUppercase == true {
        self = .denied(text)
      } else {
        self = .possible(text)
      }
    }

    /// Whether the filter is to prevent the act.
    var isDenial: Bool {
      if case .denied = self { return true }
      return false
    }

    /// What is wrong with an outcome, if anything is.
    ///
    /// - Parameters:
    ///   - outcome: What came of the attempt under the profile.
    ///   - free: What came of it without a filter.
    /// - Returns: A sentence that says it, or `nil`.
    func fault(in outcome: String, without free: String) -> String? {
      let isDone = outcome == AttemptOutcomes.done
      guard free == AttemptOutcomes.done else {
        // The answer is the filter's or the kernel's, which need not be told apart.
        return isDone ? "done, and without a filter \(free)" : nil
      }
      switch self {
      case .denied(let answer):
        return outcome == answer ? nil : "\(outcome), not \(answer)"
      case .possible(let word):
        return isDone ? nil : "\(outcome), though it is to work (\(word))"
      case .refused:
        return "the kernel does not refuse it"
      }
    }
  }

  /// Where README says that something is possible, by the words of the table.
  private(set) var sentences: [String: String] = [:]
  /// By the attempt's name, the cells in the order of ``profiles``.
  private(set) var rows: [String: [Cell]] = [:]
  private var profiles: [String] = []

  /// Reads the table.
  init() throws {
    let file = AttemptProgram.sources.appending(component: "expectations.txt")
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      switch words[0] {
      case let word where word.hasPrefix("#"): continue
      case "word": sentences[words[1]] = words.dropFirst(2).joined(separator: " ")
      case "profiles": profiles = Array(words.dropFirst())
      default:
        try #require(words.count == profiles.count + 1, "\(line)")
        try #require(rows.updateValue(words.dropFirst().map(Cell.init), forKey: words[0]) == nil)
      }
    }
    try #require(Set(profiles) == Set(ShippedPolicies.profiles))
  }

  /// What must come of an attempt under a profile, if the table has it.
  func cell(_ name: String, under profile: String) -> Cell? {
    guard let column = profiles.firstIndex(of: profile) else { return nil }
    return rows[name]?[column]
  }

  /// The words that need a sentence, in the column of a profile.
  func words(under profile: String) -> Set<String> {
    Set(
      rows.keys.compactMap { name in
        guard case .possible(let word)? = cell(name, under: profile), word != "meant" else {
          return nil
        }
        return word
      })
  }
}

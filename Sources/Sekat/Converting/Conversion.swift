import ClassicBPF
import FilterProof
import LinuxABI
import PolicyWriting
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// A policy that was written down in another format, and proved to decide the same.
package struct Conversion {
  /// What is wanted.
  package struct Options {
    package var format: ConversionFormat
    /// The name of the filter, where the format has names.
    package var name: String?
    /// Whether calls that the format cannot tell apart may be refused.
    package var approximates = false

    package init(to format: ConversionFormat) { self.format = format }
  }

  /// The text.
  package let text: String
  /// What became stricter, and what the loaders of the format decide by themselves.
  package let remarks: [String]

  /// Converts a policy or a compiled filter.
  ///
  /// - Parameters:
  ///   - source: What is converted.
  ///   - options: What is wanted.
  /// - Throws: ``SekatError`` where the format cannot say it, or it could not be proved that it does.
  package init(of source: ConversionSource, _ options: Options) throws(SekatError) {
    var attempt = try ConversionAttempt(source, options)
    (text, remarks) = try attempt.result()
  }
}

/// Tries drafts until one is proved.
private struct ConversionAttempt {
  private let source: ConversionSource
  private let options: Conversion.Options
  private let writer: any PolicyWriter
  private var meaning: PolicyMeaning
  /// Calls are left out in so many rounds.
  private static let mostRounds = 8

  init(_ source: ConversionSource, _ options: Conversion.Options) throws(SekatError) {
    (self.source, self.options) = (source, options)
    let name = options.name ?? source.policy.map { Self.name(of: $0) } ?? "main"
    guard let writer = options.format.writer(name: name, source.surroundings) else {
      preconditionFailure("a compiled form is made by a compiler")
    }
    self.writer = writer
    do throws(WritingError) {
      meaning = try PolicyMeaning(
        of: source.subject, on: source.machine, defaults: source.defaults)
    } catch {
      throw Self.failure(error, source, options)
    }
  }

  /// A name for formats that need one: the policy's own, as far as it is made of letters and digits.
  private static func name(of policy: ResolvedPolicy) -> String {
    let own = (policy.source.syntax[0].name ?? "").lowercased()
    let words = own.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
    return words.isEmpty ? "main" : words.joined(separator: "-")
  }

  mutating func result() throws(SekatError) -> (text: String, remarks: [String]) {
    for _ in 0..<Self.mostRounds {
      let drafts: [String]
      do throws(WritingError) {
        drafts = try writer.drafts(of: meaning)
      } catch {
        guard options.approximates, case .unwritable(let unwritable) = error,
          leaveOut(unwritable.compactMap(\.call)), unwritable.allSatisfy({ $0.call != nil })
        else { throw Self.failure(error, source, options) }
        continue
      }
      var failure: SekatError?
      var closest: ConversionDifference?
      for draft in drafts {
        let difference: ConversionDifference
        do throws(SekatError) {
          difference = try self.difference(of: draft)
        } catch {
          // The text is nobody's file: its places would say nothing.
          failure =
            failure
            ?? SekatError(
              "\(quoted(source.name)): the format '\(options.format.rawValue)' cannot say this: "
                + "\(error.sentence)", kind: error.kind)
          continue
        }
        if difference.isAcceptable(approximating: options.approximates) {
          return (draft, difference.remarks)
        }
        if difference.count < closest?.count ?? .max { closest = difference }
      }
      guard options.approximates, let closest, leaveOut(closest.widened) else {
        throw closest?.failure(for: source, options)
          ?? failure ?? SekatError("nothing could be written", kind: .undecided)
      }
    }
    throw SekatError("no stricter policy was found that the format can say", kind: .undecided)
  }

  /// Leaves calls to the default, where that refuses them.
  private mutating func leaveOut(_ calls: [SeccompData]) -> Bool {
    var isChanged = false
    for call in calls { isChanged = meaning.leaveOut(call) || isChanged }
    return isChanged
  }

  /// What a draft decides otherwise, as its own readers read it.
  private func difference(of draft: String) throws(SekatError) -> ConversionDifference {
    let circumstances = Circumstances(dialect: options.format.dialect)
    let file = Policy.File(
      SourceText(name: options.format.rawValue, bytes: Array(draft.utf8)), trust: FileTrust())
    let policy = try PolicyInput.load(file, in: circumstances)
    let resolved = try PolicyInput.resolve(policy, for: source.machine)
    do throws(ProofError) {
      return try ConversionDifference(
        between: source.subject, .filter(resolved.filter), of: meaning)
    } catch {
      throw SekatError(undecided: error)
    }
  }

  private static func failure(
    _ error: WritingError, _ source: ConversionSource, _ options: Conversion.Options
  ) -> SekatError {
    switch error {
    case .undecided(let error): return SekatError(undecided: error)
    case .unwritable(let list):
      var diagnostics: [Diagnostic] = []
      for unwritable in list {
        let what = unwritable.call.map { "\(CallText($0).text): " } ?? ""
        let message =
          "the format '\(options.format.rawValue)' cannot say this: \(what)\(unwritable.reason)"
        guard let location = unwritable.call.flatMap({ source.location(of: $0) }) else {
          return SekatError("\(quoted(source.name)): \(message)")
        }
        let diagnostic = Diagnostic(.error, id: "not-convertible", message, at: location)
        if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
      }
      return SekatError(diagnostics)
    }
  }
}

import ArgumentParser
import Sekat
import SourceDiagnostics
import Toolbox

/// The exit statuses of every command but `run`, which has the command's own.
enum ExitStatus: Int32 {
  /// Nothing was found that the user should know of.
  case clean = 0
  /// Something was found: a failed expectation, a denial, a difference.
  case found = 1
  /// The command line or an input cannot be used.
  case unusable = 2
  /// The question could not be decided within the bounds.
  case undecided = 3
  /// sekat itself could not launch the command.
  case launchFailed = 125

  /// What the help of a command says of its statuses.
  ///
  /// - Parameters:
  ///   - clean: When it is 0, after "when".
  ///   - found: When it is 1, after "when"; `nil` where it never is.
  ///   - canBeUndecided: Whether a proof may come to its bounds.
  /// - Returns: A sentence in lines, without an end of the last one.
  static func table(
    _ clean: String = "done", found: String? = nil, canBeUndecided: Bool = false
  ) -> String {
    var parts = ["0 when \(clean)"]
    if let found { parts.append("1 when \(found)") }
    parts.append("2 when the command line or an input cannot be used")
    if canBeUndecided { parts.append("3 when it cannot be decided within the bounds") }
    let words = (parts.joined(separator: ", ") + ".").split(separator: " ")
    return String(wrapped(words, width: 78, first: "Exit status: ").dropLast())
  }
}

extension ExitCode {
  /// Something was found, and has been reported.
  static let found = ExitCode(ExitStatus.found.rawValue)
}

extension SekatError {
  /// The exit status of a command that ends so.
  var status: ExitStatus {
    switch kind {
    case .unusable: .unusable
    case .undecided: .undecided
    case .refuted: .found
    }
  }

  /// What is printed on standard error.
  var text: String {
    diagnostics.isEmpty
      ? "sekat: \(sentence)\n" : Terminal.errorRenderer.render(diagnostics)
  }
}

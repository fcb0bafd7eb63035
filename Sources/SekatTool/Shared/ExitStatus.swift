import ArgumentParser
import Sekat
import SourceDiagnostics

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

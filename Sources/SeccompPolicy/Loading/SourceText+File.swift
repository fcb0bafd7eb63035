public import SourceDiagnostics
import Toolbox

extension SourceText {
  /// Reads a text file as policies are read: opened once, a regular file, at most 16 MiB.
  ///
  /// - Parameters:
  ///   - path: The path, or `-` for standard input.
  ///   - diagnostics: Where it is reported that the file cannot be read.
  public convenience init?(contentsOf path: String, diagnostics: inout [Diagnostic]) {
    do throws(PolicyFileReader.Failure) {
      let contents = try PolicyFileReader.read(
        path, allowance: PolicyLimits.fileSize, isJudged: false)
      self.init(name: path == "-" ? "<stdin>" : path, bytes: contents.bytes)
    } catch {
      diagnostics.append(
        Diagnostic(
          .error, id: "unreadable", "cannot read \(quoted(path)): \(error.sentence)", at: nil))
      return nil
    }
  }
}

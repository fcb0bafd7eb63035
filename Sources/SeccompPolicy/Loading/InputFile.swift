import Glibc
package import Toolbox

/// A file that is open for reading, and what is known of the way to it.
package struct InputFile: ~Copyable {
  /// The file.
  package let file: OpenedFile
  /// Who can change what the path leads to, where that was asked for.
  package let trust: FileTrust?

  /// Opens the file at a path; `-` is standard input.
  ///
  /// Of standard input, whoever started the program has decided what it is: no folder is judged, and
  /// no pipe or terminal, but a file that others can write to.
  ///
  /// - Parameters:
  ///   - path: The path, without a NUL.
  ///   - isJudged: Whether it is judged who can change what the path leads to; that takes a few calls
  ///     for each folder on the way.
  /// - Returns: The file, which may be of any kind.
  /// - Throws: What open(2) says.
  package static func open(_ path: String, isJudged: Bool) throws(SystemError) -> InputFile {
    if path == "-" {
      let file = try OpenedFile.standardInput()
      var trust = FileTrust()
      if isJudged, file.kind == S_IFREG { trust.judge(file, at: "<stdin>", for: geteuid()) }
      return InputFile(file: file, trust: isJudged ? trust : nil)
    }
    if isJudged { return try PathWalk.open(path, for: geteuid()) }
    return InputFile(file: try OpenedFile.open(path), trust: nil)
  }
}

extension FileTrust {
  /// Judges the file itself.
  mutating func judge(_ file: borrowing OpenedFile, at path: String, for user: UInt32) {
    guard let writer = file.writer(trusting: [0, user]) else { return }
    add(Weakness(kind: .file, path: path, writer: writer))
  }
}

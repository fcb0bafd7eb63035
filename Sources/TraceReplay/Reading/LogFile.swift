import Glibc
import Toolbox

/// A file that a log is in, or one of the files that it is in.
struct LogFile {
  /// How it is named.
  var name: String
  /// The path, or `-`.
  var path: String
  /// The thread that the name tells (`strace -ff`), or 0.
  var thread: Int32
  /// The set that it belongs to: files whose names differ in the thread alone.
  var set: String?
  /// Whether it was found in a directory that was named.
  var isOfDirectory = false

  /// How a log is named that was read from standard input.
  static let standardInput = "<stdin>"
  /// How the records are named that the kernel has told while they were made.
  static let kernelAudit = "<audit>"

  /// The files of what was named: a file, standard input, or a directory of `strace -ff` files.
  static func files(of name: String) throws(ReplayError) -> [LogFile] {
    if name == "-" { return [LogFile(name: standardInput)] }
    var status = stat()
    if unsafe stat(name, &status) != 0 { throw ReplayError(name, SystemError.last.text) }
    guard status.st_mode & S_IFMT == S_IFDIR else { return [LogFile(path: name)] }
    let files = try namesInDirectory(name, log: name)
      .map { LogFile(path: "\(name)\(name.hasSuffix("/") ? "" : "/")\($0)", isOfDirectory: true) }
      .filter { $0.set != nil }
      .sorted { ($0.set ?? "", $0.thread) < ($1.set ?? "", $1.thread) }
    if files.isEmpty {
      throw ReplayError(name, "there is no file in this directory that 'strace -ff' has written")
    }
    return files
  }

  /// Opens it for reading; a FIFO is waited for.
  func open() throws(ReplayError) -> OpenedFile {
    do {
      if path == "-" { return try OpenedFile.standardInput() }
      return try OpenedFile.open(path, waitsForWriters: true)
    } catch {
      throw ReplayError(name, error.text)
    }
  }

  /// Something that is not a file.
  init(name: String) { self.init(name: name, path: "-", thread: 0, set: nil) }

  private init(name: String, path: String, thread: Int32, set: String?) {
    self.name = name
    self.path = path
    self.thread = thread
    self.set = set
  }

  private init(path: String, isOfDirectory: Bool = false) {
    var base = path[...]
    for suffix in [".gz", ".xz", ".zst"] where base.hasSuffix(suffix) {
      base = base.dropLast(suffix.count)
    }
    let digits = base.reversed().prefix { $0.isASCII && $0.isNumber }.count
    let rest = base.dropLast(digits)
    self.name = path
    self.path = path
    self.isOfDirectory = isOfDirectory
    if digits > 0, digits <= 7, rest.hasSuffix("."), let thread = Int32(base.suffix(digits)) {
      self.thread = thread
      set = String(rest)
    } else {
      thread = 0
      set = nil
    }
  }
}

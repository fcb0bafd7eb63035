import Glibc
import SourceDiagnostics
import Synchronization
import Toolbox

/// Writing to standard output and standard error.
enum Terminal {
  /// What the user has asked for.
  private struct Wishes {
    var isQuiet = false
    var color = ColorChoice.auto
  }

  private static let wishes = Mutex(Wishes())

  /// Takes note of what the user wants to see, and how.
  static func obey(quiet: Bool, color: ColorChoice) {
    wishes.withLock { $0 = Wishes(isQuiet: quiet, color: color) }
  }

  /// Whether nothing is to be said but what was asked for, and mistakes.
  static var isQuiet: Bool { wishes.withLock(\.isQuiet) }

  /// Writes to standard output; what cannot be written ends the program with status 2.
  static func print(_ text: String, terminator: String = "\n") {
    write(Array((text + terminator).utf8), to: 1)
  }

  /// Writes bytes to standard output as they are.
  static func write(_ bytes: [UInt8]) { write(bytes, to: 1) }

  /// Writes to standard error, as well as that goes.
  static func complain(_ text: String) { write(Array(text.utf8), to: 2) }

  /// Writes to standard error what is no mistake, unless the user wants to hear nothing.
  static func remark(_ text: String) {
    if !isQuiet { complain(text) }
  }

  /// The renderer of diagnostics for standard error.
  static var errorRenderer: DiagnosticRenderer { DiagnosticRenderer(color: usesColor(on: 2)) }

  /// Whether escape sequences for colour are welcome on a descriptor.
  static func usesColor(on descriptor: Int32) -> Bool {
    switch wishes.withLock(\.color) {
    case .always: return true
    case .never: return false
    case .auto:
      // See no-color.org: an empty variable forbids nothing.
      let forbids = unsafe getenv("NO_COLOR").map { unsafe $0.pointee != 0 } ?? false
      return isatty(descriptor) == 1 && !forbids
    }
  }

  /// How many columns the terminal has that standard output is, if it is one.
  static var width: Int? {
    var size = winsize()
    guard unsafe ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else { return nil }
    return Int(size.ws_col)
  }

  /// The columns in which a report is laid out.
  static var reportWidth: Int { width ?? 80 }

  /// How many processors there are.
  static var processors: Int { max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1) }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    do throws(SystemError) {
      try writeAll(bytes, to: descriptor)
    } catch {
      guard descriptor == 1 else { return }
      complain("sekat: cannot write to standard output: \(error.text)\n")
      exit(ExitStatus.unusable.rawValue)
    }
  }
}

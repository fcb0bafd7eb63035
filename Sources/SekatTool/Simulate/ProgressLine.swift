import Glibc

/// A line on a terminal that says how far a long work has got.
final class ProgressLine {
  private let isShown = isatty(2) == 1 && !Terminal.isQuiet
  private let start = ContinuousClock.now
  private var last: ContinuousClock.Instant
  private var bytes = 0
  private var isVisible = false

  init() { last = start + .milliseconds(700) }

  /// Adds bytes that have been read.
  func add(_ count: Int) {
    bytes += count
    guard isShown, ContinuousClock.now > last + .milliseconds(100) else { return }
    last = ContinuousClock.now
    let seconds = (last - start) / .seconds(1)
    let megabytes = bytes / 1_000_000
    Terminal.complain(
      "\r\u{1b}[K\(megabytes) MB read, \(Int(Double(megabytes) / max(seconds, 0.001))) MB/s")
    isVisible = true
  }

  /// Takes the line away.
  func clear() {
    if isVisible { Terminal.complain("\r\u{1b}[K") }
    isVisible = false
  }
}

/// Standard output, a large piece at a time.
final class LineOutput {
  private var text: [UInt8] = []
  /// Whether there has been nothing to write.
  private(set) var isEmpty = true

  /// Adds a line, which has its end, or nothing.
  func add(_ line: String) {
    if !line.isEmpty { isEmpty = false }
    text += line.utf8
    if text.count > 65_536 { flush() }
  }

  /// Writes what is there.
  func flush() {
    Terminal.write(text)
    text.removeAll(keepingCapacity: true)
  }
}

import ClassicBPF
package import LinuxABI
import SeccompFilter
package import SourceDiagnostics
import Toolbox

/// A grid of expectations: which calls get which verdicts.
///
/// Plain text, one case a line: `ABI SYSCALL ARGUMENTS => VERDICT`, with `#` for comments. `*` as ABI
/// is every ABI of the policy that has the call.
package struct ExpectationGrid: Sendable {
  /// One line.
  package struct Line: Sendable {
    /// Where it is written.
    package let location: SourceLocation
    /// The ABI, or `nil` for every one of the policy that has the call.
    package let abi: ABI?
    /// The call and its arguments, as they were written.
    package let words: [String]
    /// Where each of the words is written.
    let wordRanges: [SourceRange]
    /// The verdict, as it was written.
    package let verdict: String
    let verdictRange: SourceRange
  }

  /// The cases in order.
  package let lines: [Line]

  /// The most cases of one grid.
  package static let mostLines = 20_000
  /// The most mistakes that are reported of one grid.
  static let mostMistakes = 1000

  /// Reads a grid.
  ///
  /// - Parameters:
  ///   - source: The text.
  ///   - diagnostics: Where mistakes are reported.
  package init(_ source: SourceText, diagnostics: inout [Diagnostic]) {
    var lines: [Line] = []
    var start = 0
    let before = diagnostics.count
    while start < source.bytes.count, diagnostics.count - before < Self.mostMistakes {
      let end = source.bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? source.bytes.count
      let scanned = Self.words(source.bytes[start..<end], from: start)
      start = end + 1
      guard let first = scanned.first else { continue }
      if lines.count == Self.mostLines {
        diagnostics.append(
          Diagnostic(
            .error, id: "invalid-grid", "a grid has at most \(Self.mostLines) lines",
            at: SourceLocation(source: source, range: first.range)))
        break
      }
      if let line = Self.line(scanned, in: source, &diagnostics) { lines.append(line) }
    }
    self.lines = lines
  }

  private typealias Word = (text: String, range: SourceRange)

  /// The words of a line up to its comment, which begins with a `#` that no digit follows.
  private static func words(_ line: ArraySlice<UInt8>, from start: Int) -> [Word] {
    var words: [Word] = []
    for word in line.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }) {
      let digit = UInt8(ascii: "0")...UInt8(ascii: "9")
      if word.first == UInt8(ascii: "#"), !(word.dropFirst().first.map(digit.contains) ?? false) {
        break
      }
      let offset = start + word.startIndex - line.startIndex
      words.append(
        (String(decoding: word, as: UTF8.self), SourceRange(offset..<offset + word.count)))
    }
    return words
  }

  private static func line(
    _ words: [Word], in source: SourceText, _ diagnostics: inout [Diagnostic]
  ) -> Line? {
    func report(_ range: SourceRange, _ message: String) {
      diagnostics.append(
        Diagnostic(
          .error, id: "invalid-grid", message, at: SourceLocation(source: source, range: range)))
    }
    let whole = SourceRange(words[0].range.lowerBound..<words[words.count - 1].range.upperBound)
    guard let arrow = words.firstIndex(where: { $0.text == "=>" }) else {
      report(whole, "a line is 'ABI SYSCALL ARGUMENTS => VERDICT'; the '=>' is missing")
      return nil
    }
    guard arrow >= 2 else {
      report(whole, "an ABI (or '*') and a system call must stand before '=>'")
      return nil
    }
    guard words.count == arrow + 2 else {
      report(words[arrow].range, "one verdict must stand after '=>'")
      return nil
    }
    var abi: ABI?
    if words[0].text != "*" {
      abi = ABI(name: words[0].text)
      if abi == nil {
        let near = nearest(to: words[0].text, in: ABI.allCases.map(\.name))
        report(
          words[0].range,
          "unknown ABI \(quoted(words[0].text))" + didYouMean(near))
        return nil
      }
    }
    let call = words[1..<arrow]
    let verdict = words[arrow + 1]
    guard ABI.allCases.contains(where: { FilterAction(text: verdict.text, on: $0) != nil }) else {
      report(
        verdict.range,
        "\(quoted(verdict.text)) is no verdict: allow, log, errno(NAME), trap, trap(N), trace(N), "
          + "notify, kill-thread, kill-process")
      return nil
    }
    return Line(
      location: SourceLocation(source: source, range: whole), abi: abi,
      words: call.map(\.text), wordRanges: call.map(\.range), verdict: verdict.text,
      verdictRange: verdict.range)
  }
}

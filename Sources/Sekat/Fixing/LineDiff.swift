import SourceDiagnostics
import Toolbox

/// The difference of two texts, by lines.
package struct LineDiff {
  /// A line that stays, goes or comes.
  private enum Step {
    case same(String)
    case removed(String)
    case added(String)
  }

  private let steps: [Step]
  /// Whether the last line of the old and of the new text ends with a line feed.
  private let areEnded: (old: Bool, new: Bool)
  /// Lines shown before and after each change.
  private static let context = 3

  package init(from old: [UInt8], to new: [UInt8]) {
    areEnded = (old.last == 0x0a, new.last == 0x0a)
    let (old, new) = (Self.lines(old), Self.lines(new))
    let difference = new.difference(from: old)
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var steps: [Step] = []
    var (from, to) = (0, 0)
    while from < old.count || to < new.count {
      if from < old.count, removed.contains(from) {
        steps.append(.removed(old[from]))
        from += 1
      } else if to < new.count, added.contains(to) {
        steps.append(.added(new[to]))
        to += 1
      } else {
        steps.append(.same(old[from]))
        from += 1
        to += 1
      }
    }
    self.steps = steps
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    var lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  /// The difference as `diff -u` prints it; nothing where there is none.
  package func unified(named name: String) -> String {
    let changes = steps.indices.filter { if case .same = steps[$0] { false } else { true } }
    guard !changes.isEmpty else { return "" }
    var text = "--- \(escaped(name))\n+++ \(escaped(name))\n"
    var index = 0
    var (from, to) = (1, 1)
    for hunk in hunks(around: changes) {
      while index < hunk.lowerBound {
        step(index, &from, &to)
        index += 1
      }
      let (oldStart, newStart) = (from, to)
      var lines = ""
      while index < hunk.upperBound {
        switch steps[index] {
        case .same(let line): lines += " \(escaped(line))\n"
        case .removed(let line): lines += "-\(escaped(line))\n"
        case .added(let line): lines += "+\(escaped(line))\n"
        }
        if lacksEnd(index) { lines += "\\ No newline at end of file\n" }
        step(index, &from, &to)
        index += 1
      }
      text += "@@ -\(oldStart),\(from - oldStart) +\(newStart),\(to - newStart) @@\n" + lines
    }
    return text
  }

  /// Whether a line is the last one of a text that does not end with a line feed.
  private func lacksEnd(_ index: Int) -> Bool {
    func isLast(_ isOther: (Step) -> Bool) -> Bool {
      steps[(index + 1)...].allSatisfy(isOther)
    }
    let isAdded = { (step: Step) in if case .added = step { true } else { false } }
    let isRemoved = { (step: Step) in if case .removed = step { true } else { false } }
    return switch steps[index] {
    case .removed: !areEnded.old && isLast(isAdded)
    case .added: !areEnded.new && isLast(isRemoved)
    case .same: !areEnded.old && index == steps.count - 1
    }
  }

  private func step(_ index: Int, _ from: inout Int, _ to: inout Int) {
    if case .added = steps[index] {} else { from += 1 }
    if case .removed = steps[index] {} else { to += 1 }
  }

  /// Changes with what stands around them; those that are near each other together.
  private func hunks(around changes: [Int]) -> [Range<Int>] {
    var hunks: [Range<Int>] = []
    for change in changes {
      let range = max(change - Self.context, 0)..<min(change + Self.context + 1, steps.count)
      if let last = hunks.last, last.upperBound >= range.lowerBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    return hunks
  }
}

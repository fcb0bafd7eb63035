import LinuxABI
import SourceDiagnostics

/// What the lines of `SystemCallFilter=` or `SystemCallLog=` come to together.
struct UnitCallList {
  /// What is refused with.
  enum Refusal: Hashable {
    case kill
    case errno(UInt16)
    case named(String)
  }

  /// A call that is listed.
  struct Entry {
    var call: Syscall
    /// The word that lists it.
    var range: SourceRange
    /// What is said of this call alone.
    var refusal: Refusal?
  }

  /// Whether the calls are those that pass, or are logged; `nil` where nothing is said.
  private(set) var listsWanted: Bool?
  private var order: [Syscall] = []
  private var byCall: [Syscall: Entry] = [:]

  /// The calls, in the order in which they were named first.
  var entries: [Entry] { order.compactMap { byCall[$0] } }

  /// What is said of a call.
  subscript(_ call: Syscall) -> Entry? { byCall[call] }

  /// Forgets everything, as an empty line does.
  mutating func reset() { self = UnitCallList() }

  /// Begins a line; the first one says what kind of list it is.
  ///
  /// - Parameters:
  ///   - inverts: Whether the line begins with `~`.
  ///   - essentials: Calls that a list of what passes has from the beginning.
  ///   - range: The line.
  mutating func begin(inverts: Bool, essentials: [Syscall], at range: SourceRange) {
    guard listsWanted == nil else { return }
    listsWanted = !inverts
    if !inverts { for call in essentials { put(Entry(call: call, range: range, refusal: nil)) } }
  }

  /// Adds calls of a line, or takes them out where the line is of the other kind.
  mutating func apply(
    _ calls: [Syscall], inverts: Bool, refusal: Refusal?, at range: SourceRange
  ) {
    let isSameKind = listsWanted == !inverts
    for call in calls {
      if isSameKind || refusal != nil {
        put(Entry(call: call, range: range, refusal: refusal))
      } else {
        byCall[call] = nil
      }
    }
  }

  private mutating func put(_ entry: Entry) {
    if byCall.updateValue(entry, forKey: entry.call) == nil { order.append(entry.call) }
  }
}

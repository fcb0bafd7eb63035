import LinuxABI
import Synchronization

/// Calls that have everything in common that a report tells of them.
struct CallClass: Hashable, Sendable {
  /// The number of a class in a ``ClassBook``.
  typealias Index = UInt32

  /// The number of no class: a call that was not judged, or that its ABI does not have.
  static let none = Index.max

  var abi: ABI
  /// The number, as the register carries it.
  var number: UInt32
  /// The name in the log, which for parts of `socketcall` is not that of the number.
  var name: SyscallNames.Index
  var outcome: Outcome
}

/// The classes that calls have been found to be in, shared by all who judge.
final class ClassBook: Sendable {
  private struct Pages {
    var indices: [CallClass: CallClass.Index] = [:]
    var classes: [CallClass] = []
    var disagreement: VerdictDisagreement?
  }

  private let pages = Mutex(Pages())
  /// The most classes that a report is made for.
  let mostClasses: Int

  init(mostClasses: Int = ReplayLimits.classes) { self.mostClasses = mostClasses }

  /// The number of a class; where there are far too many classes already, that of any.
  func index(of key: CallClass) -> CallClass.Index {
    pages.withLock { pages in
      if let index = pages.indices[key] { return index }
      // Until this is noticed, batches that have been read are judged to their ends.
      if pages.classes.count > 2 * mostClasses { return 0 }
      let index = CallClass.Index(pages.classes.count)
      pages.classes.append(key)
      pages.indices[key] = index
      return index
    }
  }

  /// Whether there are more classes than a report is made for.
  var isFull: Bool { pages.withLock { $0.classes.count > mostClasses } }

  /// The class of a number.
  subscript(_ index: CallClass.Index) -> CallClass { pages.withLock { $0.classes[Int(index)] } }

  /// All classes, in no particular order.
  var classes: [CallClass] { pages.withLock { $0.classes } }

  /// Keeps the first proof that a program and its policy do not belong together.
  func note(_ disagreement: VerdictDisagreement) {
    pages.withLock { if $0.disagreement == nil { $0.disagreement = disagreement } }
  }

  /// The first disagreement, if there was one.
  var disagreement: VerdictDisagreement? { pages.withLock { $0.disagreement } }
}

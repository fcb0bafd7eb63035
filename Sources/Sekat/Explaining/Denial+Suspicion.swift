import CallDecoding
import ClassicBPF
import LinuxABI
import SandboxLauncher
import SeccompFilter
import Toolbox

extension Denial {
  /// How much points at a denial as the cause of a failure.
  ///
  /// It is judged by what is known of the call, and by what was seen after it; nothing of it is proof.
  enum Suspicion: Int, Comparable {
    /// It is made to fail, as far as is known.
    case none
    /// Nothing points at it, and nothing away from it.
    case open
    /// A process failed right after it.
    case likely
    /// The answer is one that those who make the call do not expect, and a process failed right after it.
    case strong
    /// It killed somebody.
    case certain

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// How much points at it.
  var suspicion: Suspicion {
    switch weight {
    case .fallback, .dispensable: .none
    // Who handles SIGSYS may go on.
    case .death where key.outcome == .signal && aftermath.end?.isOfFilter != true:
      aftermath.isFailure ? .likely : .open
    case .death: .certain
    case .refusal where isEnforced && aftermath.isFailure:
      misunderstoodFallback == nil ? .likely : .strong
    case .refusal: .open
    }
  }

  /// Whether a process failed right after a call that does no harm as far as is known: programs that make it
  /// themselves may mind what libraries do not.
  var isDoubtful: Bool {
    if isSerious || !isEnforced || !aftermath.isFailure { return false }
    // Nobody but a library makes these, when a program or a thread starts.
    let isOfStart =
      LibraryFallback.of(decoded.name)?.companions.contains("set_tid_address") ?? false
    return !isOfStart && decoded.name != "set_tid_address"
  }

  /// Whether the call was refused indeed; else nothing that came after it came of that.
  private var isEnforced: Bool { key.outcome != .unenforced }

  /// What those who make the call do after `ENOSYS`, where it was answered otherwise.
  private var misunderstoodFallback: LibraryFallback? {
    guard case .errno = key.verdict, weight == .refusal,
      let row = LibraryFallback.of(decoded.name), !row.survivesErrors
    else { return nil }
    return row
  }

  /// What is known that speaks for or against it, as clauses.
  var evidence: [String] {
    var clauses: [String] = []
    if weight == .death {
      clauses.append("\(madeBy) was \(key.outcome == .death ? "killed" : "sent SIGSYS") for it")
    }
    if let row = misunderstoodFallback, let abi = first.data.abi {
      let older = row.older.first { Syscall.named($0)?.number(on: abi) != nil }
      clauses.append(
        older.map { "libraries go on with '\($0)' after ENOSYS only" }
          ?? "libraries go on after ENOSYS only")
    }
    if let dispensable { clauses.append(dispensable.user) }
    if !isEnforced { return clauses }
    if key.outcome != .death, let end = aftermath.end { clauses.append(end.text) }
    if aftermath.end == nil, aftermath.isFollowed { clauses.append("its process went on after it") }
    return clauses
  }
}

import ClassicBPF
import LinuxABI
import SeccompFilter

/// What libseccomp is asked to compile for a filter, and what is put in front of that.
///
/// libseccomp decides on the numbers that rules name, and on arguments. The rest it cannot be told,
/// or not for every machine: the number 0xffffffff, the ABI, numbers by the million. These
/// decisions are taken before, see ``ProgramLinker``.
///
/// A call that takes more than one question, or one whose rest is not the verdict on all other
/// calls, is handed on from context to context.
struct FilterPlan {
  /// The end of a way through a context: a verdict, or another context that is asked.
  enum Outcome: Hashable, Sendable {
    case verdict(FilterAction)
    case context(Int)
  }

  /// A rule of libseccomp's.
  struct ContextRule {
    /// A register, and what it must hold.
    struct Comparison {
      var register: Int
      var content: MaskedValue
    }

    /// The number, as the register carries it.
    var number: UInt32
    /// What must be true of the arguments, if anything.
    var comparison: Comparison?
    /// What then happens; not the default of the context.
    var outcome: Outcome
    /// The policy's rule behind it.
    var origin: RuleOrigin
  }

  /// What becomes one program of libseccomp's.
  struct Context {
    /// What happens where no rule matches.
    var defaultOutcome: Outcome
    /// The rules, of which at most one holds for a call.
    var rules: [ContextRule] = []
    /// The numbers that the rules are about.
    var numbers: Set<UInt32> = []
  }

  /// What is decided by number for the calls of one ABI before libseccomp's program is asked.
  struct Part {
    /// The ABI.
    var abi: ABI
    /// Numbers, and the verdict on them.
    var ranges: [(numbers: ClosedRange<UInt32>, action: FilterAction)] = []
    /// The context that is asked first about all other numbers.
    var context: Int
  }

  /// The contexts of all ABIs; each hands on to earlier ones only.
  private(set) var contexts: [Context] = []
  /// The ABIs, in the order of the filter.
  private(set) var parts: [Part] = []

  /// Makes the plan for a filter; its keyed exceptions are not part of it.
  ///
  /// - Parameter filter: The filter.
  /// - Throws: `FilterCompilationError` when libseccomp cannot be told what a rule says.
  init(_ filter: Filter) throws(FilterCompilationError) {
    for part in filter.abis {
      let planner = try ABIPlanner(part, firstContext: contexts.count)
      contexts += planner.contexts
      parts.append(planner.part)
    }
    let count = contexts.reduce(0) { $0 + $1.rules.count }
    // Each takes an instruction at least.
    guard count <= BPFProgram.maximumLength else {
      throw FilterCompilationError(
        "libseccomp would need \(count) rules, more than fit into the \(BPFProgram.maximumLength) "
          + "instructions that the kernel takes")
    }
  }
}

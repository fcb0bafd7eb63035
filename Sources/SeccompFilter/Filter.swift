public import ClassicBPF
public import LinuxABI

/// Where a rule comes from: its place in a list that the maker of the filter keeps.
///
/// A policy's origins are its rules with file and line; the filter only carries the number.
public struct RuleOrigin: Hashable, Sendable {
  /// The place in the maker's list, counted from 0.
  public var index: Int

  /// The origin with this place.
  ///
  /// - Parameter index: The place in the maker's list.
  public init(_ index: Int) { self.index = index }
}

/// One step of a filter: if a call is among these, and the condition holds, this is the verdict.
public struct Rule: Hashable, Sendable {
  /// The numbers of the calls, as the register carries them (x32 with its bit).
  public var numbers: IntervalSet<UInt32>
  /// What must be true of the arguments.
  public var condition: Condition
  /// The verdict when the condition holds.
  public var action: FilterAction
  /// The verdict when it does not; without one, the next rule is asked.
  public var otherwise: FilterAction?
  /// Where the rule comes from.
  public var origin: RuleOrigin
  /// Whether its origin says ``action`` of calls for which the origin's own conditions do not hold.
  ///
  /// So it is with multiplexed calls, whose arguments are out of sight.
  public var isOtherwise = false

  /// What a verdict of ``action`` rests on.
  public var reason: Decision.Reason { isOtherwise ? .otherwise(origin) : .rule(origin) }

  /// A rule, which by default applies to the calls whatever their arguments are.
  ///
  /// - Parameters:
  ///   - numbers: The numbers of the calls, as the register carries them.
  ///   - condition: What must be true of the arguments.
  ///   - action: The verdict when the condition holds.
  ///   - otherwise: The verdict when it does not; `nil` asks the next rule.
  ///   - origin: Where the rule comes from.
  public init(
    numbers: IntervalSet<UInt32>, condition: Condition = .always, action: FilterAction,
    otherwise: FilterAction? = nil, origin: RuleOrigin
  ) {
    self.numbers = numbers
    self.condition = condition
    self.action = action
    self.otherwise = otherwise
    self.origin = origin
  }
}

/// What a filter does with the calls of one ABI.
public struct ABIFilter: Hashable, Sendable {
  /// The ABI.
  public var abi: ABI
  /// Calls that no rule names and that the author of the policy cannot have known.
  public var newer: NewerCalls?
  /// The rules, asked in this order; the first that decides is the verdict.
  public var rules: [Rule]
  /// The verdict on calls that no rule decides.
  public var defaultAction: FilterAction

  /// The rules for one ABI; the first that decides a call counts.
  ///
  /// - Parameters:
  ///   - abi: The ABI.
  ///   - newer: Calls to be answered before any rule is asked.
  ///   - rules: The rules in order.
  ///   - defaultAction: The verdict on calls that no rule decides.
  public init(abi: ABI, newer: NewerCalls? = nil, rules: [Rule], defaultAction: FilterAction) {
    self.abi = abi
    self.newer = newer
    self.rules = rules
    self.defaultAction = defaultAction
  }
}

/// Calls that are newer than a policy, and the verdict on them.
public struct NewerCalls: Hashable, Sendable {
  /// Their numbers, as the register carries them; no number that a rule names.
  public var numbers: IntervalSet<UInt32>
  /// Numbers that would be among them if no rule named them.
  ///
  /// They decide nothing, and tell what becomes of a call when the rule that names it goes.
  public var exempt: IntervalSet<UInt32>
  /// The verdict.
  public var action: FilterAction

  /// An answer for numbers that the policy is too old to know.
  ///
  /// - Parameters:
  ///   - numbers: The numbers, as the register carries them.
  ///   - exempt: Numbers that would be among them if no rule named them.
  ///   - action: The verdict.
  public init(
    numbers: IntervalSet<UInt32>, exempt: IntervalSet<UInt32> = IntervalSet(), action: FilterAction
  ) {
    self.numbers = numbers
    self.exempt = exempt
    self.action = action
  }
}

/// A policy made ready for one machine: numbers, registers and bits, no names any more.
///
/// ``FilterEvaluator`` says what a filter means; a backend makes a program of it.
public struct Filter: Hashable, Sendable {
  /// The machine that the filter is for.
  public var machine: Machine
  /// The ABIs that are served, in the order of ``Machine/abis``; at least the machine's own.
  public var abis: [ABIFilter]
  /// The verdict on calls through any other ABI.
  public var foreign: FilterAction
  /// The verdict on number 0xffffffff, a call that a tracer skipped: `ENOSYS` of the machine.
  public var skipped: FilterAction
  /// The launcher's own last calls, allowed when they carry its keys.
  public var exceptions: [KeyedException]

  /// A filter, which lets the launcher do nothing unless exceptions say so.
  ///
  /// - Parameters:
  ///   - machine: The machine that the filter is for.
  ///   - abis: What to do with the calls of each ABI that is served.
  ///   - foreign: The verdict on calls through any other ABI.
  ///   - skipped: The verdict on number 0xffffffff.
  ///   - exceptions: Calls that are allowed when they carry the launcher's keys.
  public init(
    machine: Machine, abis: [ABIFilter], foreign: FilterAction, skipped: FilterAction,
    exceptions: [KeyedException] = []
  ) {
    self.machine = machine
    self.abis = abis
    self.foreign = foreign
    self.skipped = skipped
    self.exceptions = exceptions
  }

  /// The order of bytes of the machine.
  public var byteOrder: ByteOrder { machine.byteOrder }
}

extension Machine {
  /// The order of bytes of the machine's words.
  public var byteOrder: ByteOrder { abi.isBigEndian ? .big : .little }
}

/// A call of the machine's own ABI that is allowed when registers carry secret keys.
///
/// The keys are random numbers that only the launcher knows, see ``LaunchKeys``.
public struct KeyedException: Hashable, Sendable {
  /// The bits of one register that must be there.
  public struct Key: Hashable, Sendable {
    /// The register, 0 to 5.
    public var index: Int
    /// The bits that are looked at.
    public var mask: UInt64
    /// What they must be; no bit outside the mask.
    public var value: UInt64

    /// A key in a register; bits of the value outside of the mask are dropped.
    ///
    /// - Parameters:
    ///   - index: The register, 0 to 5.
    ///   - mask: The bits that are looked at.
    ///   - value: What they must be.
    public init(index: Int, mask: UInt64 = .max, value: UInt64) {
      precondition((0..<6).contains(index), "a system call has six arguments")
      self.index = index
      self.mask = mask
      self.value = value & mask
    }
  }

  /// The number of the call, as the register carries it.
  public var number: UInt32
  /// What must be there; all of it.
  public var keys: [Key]

  /// A call that is allowed only with all of the keys.
  ///
  /// - Parameters:
  ///   - number: The number of the call.
  ///   - keys: What must be there.
  public init(number: UInt32, keys: [Key]) {
    self.number = number
    self.keys = keys
  }

  /// Whether the registers carry the keys.
  ///
  /// - Parameter arguments: The six argument registers.
  /// - Returns: Whether every key is there.
  public func holds(for arguments: InlineArray<6, UInt64>) -> Bool {
    keys.allSatisfy { arguments[$0.index] & $0.mask == $0.value }
  }
}

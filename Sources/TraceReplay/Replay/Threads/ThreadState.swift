import LinuxABI

/// What is known of a thread at some point of a log.
struct ThreadState<Kept: KeptOfThread> {
  var thread: Int32
  var process: Int32
  var abi: ABI
  var certainty = ABICertainty.assumed
  var marks: ThreadMarks = []
  /// What the format keeps of it.
  var kept = Kept()
  /// The call that was counted last.
  var last = LastCall()
  /// What waits while the thread is preparing.
  var launch: FilterLaunch?

  /// Whether the next line of an unknown thread, which gets these marks, would be treated just like
  /// one of this thread.
  func isForgettable(_ usual: ThreadMarks) -> Bool { marks == usual && certainty == .assumed }
}

/// How well the ABI of a thread is known.
enum ABICertainty: UInt8 {
  case assumed, evident, stated
}

/// What keeps a call of a thread from being counted at once.
struct ThreadMarks: OptionSet {
  var rawValue: UInt8
  /// A call has begun and not ended; the format keeps of it what it needs.
  static let hasOpenCall = ThreadMarks(rawValue: 1)
  /// It is not known which ABI the thread uses; the format keeps its calls until one tells.
  static let isHolding = ThreadMarks(rawValue: 2)
  /// The thread is dead: a filter has killed it, or its process.
  static let isDead = ThreadMarks(rawValue: 4)
  /// The thread has no filter in a log in which others have one: its calls are left out.
  static let isOutside = ThreadMarks(rawValue: 8)
  /// The thread has installed a filter, and may be about to start the program that it is for.
  static let isPreparing = ThreadMarks(rawValue: 16)
}

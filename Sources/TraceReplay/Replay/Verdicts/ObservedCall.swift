import LinuxABI

/// What somebody who looks at every call is told.
struct ObservedCall {
  var location: CallLocation
  var abi: ABI
  var number: UInt32?
  var name: SyscallNames.Index
  var registers: Registers
  var callClass: CallClass.Index
  var isAfterDeath: Bool
  var isLaunch: Bool
  /// Whether the log shows that the call was made under a filter.
  var isUnderFilter: Bool
  /// The log that the call is in, or the set of logs.
  var log: Int
  /// What a C library makes where this call is answered with `ENOSYS`.
  var older: OlderCall?
  /// Whether it is answered so, and that call is let through.
  var fallsBack = false
  /// Who has made it and what has become of it, where the log tells that beside the call.
  var origin: CallOrigin?
  /// Whether only a table of how often calls were made tells of it, and of many calls at once.
  var isOfTable = false
}

/// Looks at every call in the order of the logs.
typealias CallObserver = (ObservedCall) throws(ReplayError) -> Void

/// The call that a thread made last, as far as it says who was killed at which call.
struct LastCall {
  /// Its class.
  var callClass = CallClass.none
  /// The line on which it began.
  var line = 0
  /// The line of the last call that was answered with a signal.
  var signalled = 0
  /// How it was answered; the format sees to it before that is asked.
  var answer = CallAnswer.missing
  /// The call as people are shown it; the format sees to it before that is asked.
  var text = ""

  /// Whether the call was not made, so that its thread was killed at it.
  ///
  /// - Parameters:
  ///   - number: Its number, which the register of the result still holds then.
  ///   - isOnly: Whether no other thread can have been the one that was at fault.
  /// - Returns: Whether that is so.
  func isUnanswered(number: UInt32, isOnly: Bool) -> Bool {
    switch answer {
    case .missing: isOnly
    // Calls of other threads that were under way have no result either.
    case .open(let isResumed): isOnly || !isResumed
    case .number(let result): result == Int32(truncatingIfNeeded: number)
    case .other: false
    }
  }
}

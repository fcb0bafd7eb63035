public import ClassicBPF

/// A call that a supervised process made and that was not simply carried out.
public struct SupervisedCall: Sendable {
  /// What came of it.
  public enum Outcome: Hashable, Sendable {
    /// The supervisor answered as the filters would have.
    case answered
    /// Nothing is enforced: it was carried out all the same, or answered with a substitute.
    case unenforced
    /// The thread got `SIGSYS`.
    case signal
    /// The thread, or its process, ended.
    case death
  }

  /// The thread, by its number as this process sees it.
  public var thread: Int32
  /// The call as the filters saw it.
  public var data: SeccompData
  /// What the filters said.
  public var verdict: FilterAction
  /// What came of it.
  public var outcome: Outcome
}

/// Who is told of what supervised processes do.
public protocol SupervisionObserver: AnyObject {
  /// What is known of a call.
  associatedtype Evidence

  /// The command has begun, or is about to.
  ///
  /// - Parameters:
  ///   - process: Its number.
  ///   - isTraced: Whether deaths are seen with their calls; otherwise this process may not trace it.
  func begins(_ process: Int32, isTraced: Bool)

  /// What a call is answered with though nothing is enforced.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - verdict: What the filters said.
  /// - Returns: An error number; `nil` has the call carried out.
  func substitute(for call: SeccompData, _ verdict: FilterAction) -> UInt16?

  /// Looks at a call while its thread is held.
  ///
  /// The processes do not wait for anything but this, so it should be quick.
  ///
  /// - Parameter call: The call.
  /// - Returns: What is known of it.
  func examine(_ call: SupervisedCall) -> Evidence

  /// Takes note of a call, when its thread was still there after it had been examined.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - evidence: What is known of it.
  func take(_ call: SupervisedCall, _ evidence: Evidence)

  /// A process or thread has ended.
  ///
  /// - Parameters:
  ///   - thread: Its number.
  ///   - ending: How it ended.
  func ends(_ thread: Int32, _ ending: ChildEnding)

  /// The command has ended, and others that it started go on.
  ///
  /// - Parameters:
  ///   - ending: How it ended.
  ///   - isInBackground: Whether the process in front ends now, and this one goes on without it.
  func outlives(_ ending: SupervisedEnding, isInBackground: Bool)
}

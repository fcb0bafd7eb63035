/// How a supervised command ended.
public struct SupervisedEnding: Hashable, Sendable {
  /// What the kernel says.
  public var ending: ChildEnding
  /// Whether it was ended because its time was over.
  public var isTimedOut: Bool

  /// How a process ends that stands for it: as the command itself, and as timeout(1) does where its time
  /// was over.
  public var outward: ChildEnding {
    guard isTimedOut else { return ending }
    return .exit(ending == .signal(9) ? 128 + 9 : 124)
  }
}

/// How the answers of a filter differ from those of another one, so that a supervisor may give them.
///
/// A supervisor can answer a call with an error number, or have the kernel carry it out; it can neither
/// kill nor send the signal that the kernel would. See seccomp_unotify(2).
public enum ActionExchange: Hashable, Sendable {
  /// Error numbers become notifications, and so does what would be `ENOSYS` for want of a tracer;
  /// everything else stays as it is.
  case errorsByNotifications
  /// All that is not carried out becomes a notification.
  case refusalsByNotifications

  /// The action that takes the place of another one.
  ///
  /// - Parameter action: The action of the original filter.
  /// - Returns: The action of the exchanged one.
  public func action(for action: FilterAction) -> FilterAction {
    switch action {
    case .allow, .log: action
    case .errno, .trace: .notify
    case .notify, .trap, .killThread, .killProcess:
      self == .refusalsByNotifications ? .notify : action
    }
  }
}

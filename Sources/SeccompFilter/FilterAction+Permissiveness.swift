package import ClassicBPF

extension FilterAction {
  /// How far a call gets: 0 where it is refused, 1 where somebody is asked, 2 where it is executed.
  package var permissiveness: Int {
    switch self {
    case .allow, .log: 2
    case .trace, .notify: 1
    case .errno, .trap, .killThread, .killProcess: 0
    }
  }
}

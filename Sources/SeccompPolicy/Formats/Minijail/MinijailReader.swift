/// Who reads a policy of minijail.
public enum MinijailReader: String, CaseIterable, Hashable, Sendable {
  /// The program minijail0 and its library, which read policies when they start something.
  case minijail0
  /// The compiler compile_seccomp_policy.py, which makes filters of policies beforehand.
  case compiler = "compile_seccomp_policy"

  /// Its name in a sentence.
  var title: String {
    switch self {
    case .minijail0: "minijail0"
    case .compiler: "compile_seccomp_policy.py"
    }
  }

  /// The other one.
  var other: MinijailReader { self == .compiler ? .minijail0 : .compiler }
}

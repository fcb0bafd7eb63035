/// Who reads a file of filters by name.
public enum SeccompilerDialect: String, CaseIterable, Hashable, Sendable {
  /// The crate seccompiler of rust-vmm, which makes filters by itself and refuses what it does not know.
  case seccompiler
  /// The compiler that comes with Firecracker, which hands rules on to libseccomp and passes over keys that
  /// it does not know.
  case firecracker

  /// Its name in a sentence.
  var title: String {
    switch self {
    case .seccompiler: "the crate seccompiler"
    case .firecracker: "Firecracker's compiler"
    }
  }
}

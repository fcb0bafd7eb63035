import PolicyWriting
import SeccompPolicy

/// A format that policies are written in.
package enum ConversionFormat: String, CaseIterable, Sendable {
  /// Sekat's own.
  case own
  /// The OCI runtime specification's `linux.seccomp`, which runc, crun and Podman read.
  case oci
  /// A profile for `docker run --security-opt seccomp=FILE`.
  case docker
  /// A manifest of a Kubernetes `SeccompProfile`.
  case kubernetes
  /// A file of filters by name, as rust-vmm's seccompiler reads it.
  case seccompiler
  /// The same as Firecracker reads it.
  case firecracker
  /// A policy of minijail.
  case minijail
  /// The settings of a unit of systemd.
  case systemd
  /// A policy in kafel's language, which nsjail takes.
  case kafel
  /// A compiled filter: raw `struct sock_filter` records.
  case bpf
  /// A compiled filter as a header for C.
  case cHeader = "c-header"

  /// Whether it is made by a compiler.
  package var isCompiled: Bool { self == .bpf || self == .cHeader }

  /// Who reads what is written, where that makes a difference.
  var dialect: SeccompilerDialect? {
    switch self {
    case .seccompiler: .seccompiler
    case .firecracker: .firecracker
    case .own, .oci, .docker, .kubernetes, .minijail, .systemd, .kafel, .bpf, .cHeader: nil
    }
  }

  /// What writes it; nothing where a compiler does.
  func writer(
    name: String, _ surroundings: OwnWriter.Surroundings
  ) -> (any PolicyWriter)? {
    switch self {
    case .own: OwnWriter(surroundings)
    case .oci: OCIWriter(.plain, flags: surroundings.flags)
    case .docker: OCIWriter(.docker, flags: surroundings.flags)
    case .kubernetes: OCIWriter(.kubernetes(name: name), flags: surroundings.flags)
    case .seccompiler: SeccompilerWriter(name: name, for: .seccompiler)
    case .firecracker: SeccompilerWriter(name: name, for: .firecracker)
    case .minijail: MinijailWriter()
    case .systemd: UnitWriter()
    case .kafel: KafelWriter()
    case .bpf, .cHeader: nil
    }
  }
}

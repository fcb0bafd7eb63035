import ClassicBPF
package import SeccompFilter

#if Libseccomp
  import LibseccompBackend
#endif

/// The compilers that this build has.
package enum BackendChoice: String, CaseIterable {
  case native
  #if Libseccomp
    case libseccomp
  #endif

  /// Their names, for messages and help.
  package static let names = allCases.map(\.rawValue).joined(separator: ", ")

  /// The compiler itself.
  package var backend: any FilterBackend {
    switch self {
    case .native: NativeBackend()
    #if Libseccomp
      case .libseccomp: LibseccompBackend()
    #endif
    }
  }
}

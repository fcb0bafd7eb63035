import ClassicBPF
import SeccompFilter

#if Libseccomp
  import LibseccompBackend
#endif

/// The compilers that this build has.
enum BackendChoice: String, CaseIterable {
  case native
  #if Libseccomp
    case libseccomp
  #endif

  /// The compiler itself.
  var backend: any FilterBackend {
    switch self {
    case .native: NativeBackend()
    #if Libseccomp
      case .libseccomp: LibseccompBackend()
    #endif
    }
  }
}

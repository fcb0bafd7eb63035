import CLinux

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The process that is a launcher until it becomes the command.
public enum LauncherProcess {
  /// The variables of the process, byte for byte, each as `NAME=value`.
  public static var environment: [[UInt8]] {
    var variables: [[UInt8]] = []
    guard var next = unsafe RawCalls.environment else { return [] }
    while let variable = unsafe next.pointee {
      variables.append(unsafe RawCalls.bytes(of: variable))
      unsafe next += 1
    }
    return variables
  }

  /// Ends the process by a signal as another one did; comes back where that is no signal that ends one.
  ///
  /// - Parameter number: The number of the signal.
  public static func end(by number: Int32) {
    signal(number, SIG_DFL)
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, number)
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(number)
  }

  /// The words of the command line after the name of the process, byte for byte, which
  /// `CommandLine.arguments` are not where they are no valid UTF-8.
  ///
  /// They come from where the kernel has put them. `CommandLine` looks for them in /proc, and is
  /// empty where that cannot be opened.
  public static let arguments: [[UInt8]] = {
    let count = clinux_argument_count()
    if count < 0 {
      let vector = unsafe CommandLine.unsafeArgv
      return (1..<max(1, Int(CommandLine.argc))).compactMap { index in
        unsafe vector[index].map { unsafe RawCalls.bytes(of: $0) }
      }
    }
    return (1..<max(1, count)).compactMap { index in
      unsafe clinux_argument(index).map { unsafe RawCalls.bytes(of: $0) }
    }
  }()
}

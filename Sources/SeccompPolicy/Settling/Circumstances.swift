import Glibc
public import LinuxABI

/// What conditions of a policy may be about: the system on which it is to be in force.
///
/// Sekat's own policies have no such conditions; the profiles of container engines do. They are
/// settled by ``Policy/settled(for:diagnostics:)`` alone.
public struct Circumstances: Hashable, Sendable {
  /// The capabilities that a process may ever have there, its bounding set.
  public var capabilities: Set<Capability>
  private var namedKernel: KernelVersion?

  /// The release of the kernel; the running one where none was named.
  public var kernel: KernelVersion {
    get { namedKernel ?? Self.runningKernel }
    set { namedKernel = newValue }
  }

  /// Circumstances for a policy.
  ///
  /// - Parameters:
  ///   - capabilities: The capabilities that a process may ever have.
  ///   - kernel: The release of the kernel, if not the running one.
  public init(
    capabilities: Set<Capability> = Capability.ofContainers, kernel: KernelVersion? = nil
  ) {
    self.capabilities = capabilities
    namedKernel = kernel
  }

  /// What a container finds on this system if nobody says anything else.
  public static let standard = Circumstances()

  /// The first two numbers of the running kernel's release.
  public static let runningKernel: KernelVersion = {
    var name = utsname()
    guard unsafe uname(&name) == 0 else { return Syscall.newestKernel }
    let text = unsafe withUnsafeBytes(of: &name.release) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    let numbers = text.split { !$0.isASCII || !$0.isNumber }.prefix(2).compactMap { Int($0) }
    guard numbers.count == 2 else { return Syscall.newestKernel }
    return KernelVersion(numbers[0], numbers[1])
  }()
}

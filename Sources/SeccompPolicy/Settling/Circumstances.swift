import Glibc
public import LinuxABI

/// What a file in the format of another tool does not say itself: the system on which it is to be in force,
/// and which of its filters is meant.
///
/// Sekat's own policies leave nothing open; the profiles of container engines have conditions on the
/// system, and files of seccompiler have several filters. They are settled by `Policy.settled(for:diagnostics:)` alone.
public struct Circumstances: Hashable, Sendable {
  private(set) var namedCapabilities: Set<Capability>?
  private(set) var namedKernel: KernelVersion?

  /// The capabilities that a process may ever have there, its bounding set; those of a container where none
  /// were named.
  public var capabilities: Set<Capability> {
    get { namedCapabilities ?? Capability.ofContainers }
    set { namedCapabilities = newValue }
  }
  /// The release of the kernel; the running one where none was named.
  public var kernel: KernelVersion {
    get { namedKernel ?? Self.runningKernel }
    set { namedKernel = newValue }
  }
  /// Which filter is taken of a file that has several, by its name.
  public var filterName: String?
  /// Who reads a file of filters by name, where that makes a difference.
  public var dialect: SeccompilerDialect?
  /// Who reads a policy of minijail, where that makes a difference.
  public var minijailReader: MinijailReader?

  /// Circumstances for a policy.
  ///
  /// - Parameters:
  ///   - capabilities: The capabilities that a process may ever have, if not those of a container.
  ///   - kernel: The release of the kernel, if not the running one.
  ///   - filterName: Which filter is taken of a file that has several.
  ///   - dialect: Who reads a file of filters by name.
  public init(
    capabilities: Set<Capability>? = nil, kernel: KernelVersion? = nil, filterName: String? = nil,
    dialect: SeccompilerDialect? = nil
  ) {
    namedCapabilities = capabilities
    namedKernel = kernel
    self.filterName = filterName
    self.dialect = dialect
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

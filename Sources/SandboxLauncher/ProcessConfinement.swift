import CLinux
import SystemPackage

/// Putting a filter on the process itself, which goes on under it.
public enum ProcessConfinement {
  /// Sets no_new_privs and installs a filter on all threads, those that start later included.
  ///
  /// The kernel does it at once: no thread is ever under another filter than the rest. Under outer
  /// filters it is found out first whether filters can be installed at all, as in a launch.
  ///
  /// - Parameters:
  ///   - filter: The filter, which has no exceptions for a launcher's calls.
  ///   - kernel: What the kernel can do.
  /// - Throws: ``LaunchError``. The filter is not installed then; no_new_privs may be set.
  public static func confine(
    under filter: InstalledFilter, kernel: KernelSupport = .current
  ) throws(LaunchError) {
    if case .prctl(let errno) = kernel.interface {
      throw LaunchError(
        .checkKernel, errno,
        "cannot put a filter on all threads: that needs seccomp(2), and this kernel does not have"
          + " it, or \(ProcessStatus.current.filters) refuses it")
    }
    try kernel.check([filter])
    var memory = LaunchMemory()
    let plan = unsafe memory.store(
      CollectionOfOne(memory.confinement(filter, before: .current)))
    let refusal = unsafe clinux_confine(plan)
    withExtendedLifetime(memory) {}
    if refusal.step != CLINUX_EXECUTE { throw LaunchError(refusal) }
  }
}

package import LinuxABI

extension ABI {
  /// What profiles of container engines call it, such as `SCMP_ARCH_X86`.
  package var profileName: String {
    OCIDecoder.architectures.first { $0.value == .abi(self) }?.key ?? ""
  }
}

extension PolicyFlag {
  /// What profiles of container engines call it, such as `SECCOMP_FILTER_FLAG_LOG`.
  package var profileName: String { OCIDecoder.flags.first { $0.value == self }?.key ?? "" }
}

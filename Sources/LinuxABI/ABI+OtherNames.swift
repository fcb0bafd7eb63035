extension ABI {
  /// The ABI that distributions, container tools and headers call by another name.
  ///
  /// - Parameter name: A name that is not sekat's, such as `amd64`, `arm64`, `SCMP_ARCH_X86` or
  ///   `AUDIT_ARCH_AARCH64`; letter case does not count, nor `-` for `_`.
  /// - Returns: The ABI, or `nil` where nobody uses the name.
  public static func meant(by name: String) -> ABI? {
    var word = name.lowercased().replacing("-", with: "_")
    for prefix in ["scmp_arch_", "audit_arch_", "arch_"] where word.hasPrefix(prefix) {
      word = String(word.dropFirst(prefix.count))
    }
    if let abi = ABI(name: word) { return abi }
    return others[word]
  }

  /// Names of the same ABI alone: `s390` is that of 31 bits, `mips64` the big-endian one.
  private static let others: [String: ABI] = [
    "amd64": .x86_64, "x64": .x86_64, "x8664": .x86_64, "em64t": .x86_64,
    "gnux32": .x32, "amd64p32": .x32,
    "x86": .i386, "386": .i386, "i486": .i386, "i586": .i386, "i686": .i386, "ia32": .i386,
    "x86_32": .i386,
    "arm64": .aarch64, "arm64le": .aarch64, "armv8": .aarch64,
    "armhf": .arm, "armel": .arm, "armv6": .arm, "armv6l": .arm, "armv7": .arm, "armv7l": .arm,
    "armv7hl": .arm, "aarch32": .arm, "eabi": .arm, "armeabi": .arm,
    "riscv": .riscv64, "ppc64el": .ppc64le, "powerpc64le": .ppc64le,
    "loong64": .loongarch64, "loongarch": .loongarch64,
    "mips64le": .mips64el, "mipsel64": .mips64el,
  ]
}

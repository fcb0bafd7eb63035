import LinuxABI

/// Constants that the code itself is about; their values are those of the tables.
enum WellKnown {
  /// `AT_FDCWD`, which is the same everywhere.
  static let workingDirectory = Int32(truncatingIfNeeded: value("AT_FDCWD", on: .x86_64) ?? 0)

  /// The value of a constant.
  ///
  /// - Parameters:
  ///   - name: The name of the constant.
  ///   - abi: The ABI.
  /// - Returns: The value, or `nil` where the ABI lacks it.
  static func value(_ name: String, on abi: ABI) -> UInt64? {
    Constant.named(name)?.value(on: abi)
  }
}

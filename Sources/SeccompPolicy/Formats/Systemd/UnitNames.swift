package import LinuxABI

extension ABI {
  /// What systemd calls it, see systemd.exec(5), such as `x86-64`.
  package var unitName: String {
    UnitDecoder.architectureNames.first { $0.value == .abi(self) }?.key ?? ""
  }
}

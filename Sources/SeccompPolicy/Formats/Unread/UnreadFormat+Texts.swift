/// Formats of texts, told by their lines.
extension UnreadFormat {
  /// In the order in which they are looked for: what is told by less comes later.
  static let texts = [kernelLog, straceLog]

  /// Those that go before the formats that are read.
  static let certainTexts = [unit, lxc, nsjail]

  static let unit = UnreadFormat("a unit of systemd that starts nothing, or its like", never) {
    $0.lines.first?.isSection == true
  }

  static let lxc = UnreadFormat("a seccomp policy of LXC", never) {
    $0.lines.count > 1 && ["1", "2"].contains($0.lines[0].text) && $0.lines[1].isListKind
  }

  static let nsjail = UnreadFormat(
    "a configuration of nsjail",
    ", which sekat does not read; its 'seccomp_string' is a policy of kafel's, which sekat reads from "
      + "a file of its own"
  ) {
    $0.lines.contains { $0.text.hasPrefix("seccomp_") || $0.text.hasPrefix("clone_new") }
  }

  static let kernelLog = UnreadFormat(
    "a log of the kernel", "; 'sekat learn LOG' writes a policy from it"
  ) {
    !$0.isManifest && $0.lines.prefix(50).contains(where: \.isRecord)
  }

  static let straceLog = UnreadFormat(
    "a log of strace", "; 'sekat learn LOG' writes a policy from it"
  ) {
    !$0.isManifest && $0.lines.prefix(50).contains(where: \.isCall)
  }

  #if !YAML
    static let yaml = UnreadFormat(
      "YAML", ", which this sekat was built without (package trait 'YAML')"
    ) { $0.isYAML }
  #endif

  private static let never =
    ", which sekat does not read; "
    + "sekat's own policies are JSON objects with 'default' and 'rules'"
}

import ClassicBPF
import LinuxABI
import SeccompFilter

/// The release of a kernel after which calls get another verdict than the default.
struct KernelChoice {
  let kernel: KernelVersion
  /// The verdict on what is newer.
  let newer: FilterAction

  /// The release with which the fewest calls must be named for it.
  ///
  /// - Parameters:
  ///   - meaning: What is decided.
  ///   - own: The release that the policy names, if it is one; of several that do as well it is taken.
  /// - Returns: The release; `nil` where nothing is newer.
  /// - Throws: ``WritingError`` where what is above all numbers fares differently on different ABIs.
  static func best(
    for meaning: PolicyMeaning, preferring own: KernelVersion?
  ) throws(WritingError) -> KernelChoice? {
    let answers = Set(meaning.sections.map(\.beyond))
    guard answers.count == 1, let newer = answers.first else {
      throw .unwritable([Unwritable("calls that are too new fare differently on different ABIs")])
    }
    if meaning.sections.allSatisfy({ $0.standard == newer }) { return nil }
    // A policy names no older kernel; what older ones brought is new to none.
    let releases = Set(Syscall.all.compactMap(\.introduced) + [own].compactMap(\.self))
      .filter { $0 >= KernelVersion(3, 0) }.sorted()
    let costs = releases.map { release in
      (release, KernelChoice(kernel: release, newer: newer).exceptions(in: meaning))
    }
    return costs.min { ($0.1, $0.0 == own ? 0 : 1, $1.0) < ($1.1, $1.0 == own ? 0 : 1, $0.0) }
      .map { KernelChoice(kernel: $0.0, newer: newer) }
  }

  /// What a call gets that no rule names.
  func unnamed(_ call: Syscall, in section: PolicyMeaning.Section) -> FilterAction {
    call.introduced.map { $0 > kernel } ?? false ? newer : section.standard
  }

  /// How many calls have to be named because of the release.
  private func exceptions(in meaning: PolicyMeaning) -> Int {
    meaning.sections.reduce(0) { sum, section in
      sum
        + section.calls.count { call in
          (call.verdict == newer || call.verdict == section.standard)
            && call.verdict != unnamed(call.syscall, in: section)
        }
    }
  }
}

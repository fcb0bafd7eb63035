/// The formats that logs have, each of which has a folder of its own.
///
/// This file and `LogReplayer.swift` are where formats are named; the replay knows none of them.
enum LogFormat: CaseIterable {
  /// What strace prints. It is the last one, since any text may be lines of it: what none of its
  /// lines is like is reported line by line.
  case strace

  /// As many bytes of a log as are looked at.
  static let headLength = 4096

  /// The format of a log, by its first bytes.
  static func recognize(_ head: ArraySlice<UInt8>) -> LogFormat {
    allCases.first { $0.begins(head) } ?? .strace
  }

  /// Whether a log that begins like this has the format.
  private func begins(_ head: ArraySlice<UInt8>) -> Bool {
    switch self {
    case .strace: true
    }
  }
}

/// Of whose calls the kernel's records matter.
public struct AuditChoice: Hashable, Sendable {
  /// The process; `nil` for any.
  public var process: Int?
  /// The name of its thread, of which the kernel knows 15 bytes; `nil` for any.
  public var command: String?

  /// Chooses the calls of a process, of threads with a name, or all.
  ///
  /// - Parameters:
  ///   - process: The process; `nil` for any.
  ///   - command: The name of its thread; `nil` for any.
  public init(process: Int? = nil, command: String? = nil) {
    self.process = process
    self.command = command
  }

  /// Whether a record matters.
  func contains(_ record: AuditRecord) -> Bool {
    if let process, record.process.flatMap(Int.init) != process { return false }
    guard let command else { return true }
    return record.command.map { $0.utf8.elementsEqual(command.utf8.prefix(15)) } ?? false
  }
}

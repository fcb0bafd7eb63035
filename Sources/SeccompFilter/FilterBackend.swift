public import ClassicBPF

/// Why a backend cannot make a program of a filter.
public struct FilterCompilationError: Error, Hashable, Sendable {
  /// What went wrong, as a sentence without a full stop.
  public var message: String
  /// The rule that is to blame, where it is one.
  public var origin: RuleOrigin?

  /// Puts the parts together.
  ///
  /// - Parameters:
  ///   - message: What went wrong, as a sentence without a full stop.
  ///   - origin: The rule that is to blame, where it is one.
  public init(_ message: String, origin: RuleOrigin? = nil) {
    self.message = message
    self.origin = origin
  }
}

/// Something that makes a program of a filter, and never installs one.
public protocol FilterBackend: Sendable {
  /// The name as the command line spells it.
  static var name: String { get }

  /// The instructions for a filter, in the byte order of its machine.
  ///
  /// - Parameter filter: The filter.
  /// - Returns: Instructions that decide as the filter does.
  /// - Throws: ``FilterCompilationError`` where the filter cannot be expressed exactly or is too
  ///   long for the kernel.
  func instructions(for filter: Filter) throws(FilterCompilationError) -> [BPFInstruction]
}

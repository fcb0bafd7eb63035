public import ClassicBPF

/// Why a backend cannot make a program of a filter.
public struct FilterCompilationError: Error, Hashable, Sendable {
  /// Something to add, about one rule.
  public struct Note: Hashable, Sendable {
    /// What there is to say, as a sentence without a full stop.
    public var message: String
    /// The rule.
    public var origin: RuleOrigin

    /// A remark on a rule that has to do with the error.
    ///
    /// - Parameters:
    ///   - message: What there is to say, as a sentence without a full stop.
    ///   - origin: The rule.
    public init(_ message: String, origin: RuleOrigin) {
      self.message = message
      self.origin = origin
    }
  }

  /// What went wrong, as a sentence without a full stop.
  public var message: String
  /// The rule that is to blame, where it is one.
  public var origin: RuleOrigin?
  /// More about other rules.
  public var notes: [Note]

  /// An error of the compiler, with the rule to be changed where there is one.
  ///
  /// - Parameters:
  ///   - message: What went wrong, as a sentence without a full stop.
  ///   - origin: The rule that is to blame, where it is one.
  ///   - notes: More about other rules.
  public init(_ message: String, origin: RuleOrigin? = nil, notes: [Note] = []) {
    self.message = message
    self.origin = origin
    self.notes = notes
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

extension FilterBackend {
  /// The program for a filter, verified but not proved.
  ///
  /// The module `FilterProof` has the one that is proved to decide as the filter does.
  ///
  /// - Parameter filter: The filter.
  /// - Returns: A program that the kernel takes.
  /// - Throws: ``FilterCompilationError`` where there is none.
  public func unprovedProgram(for filter: Filter) throws(FilterCompilationError) -> BPFProgram {
    let instructions = try instructions(for: filter)
    do {
      return try BPFProgram(verifying: instructions)
    } catch {
      throw FilterCompilationError(
        "the \(Self.name) backend made a program that the kernel would refuse: \(error)")
    }
  }
}

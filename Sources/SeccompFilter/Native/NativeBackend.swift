public import ClassicBPF

/// sekat's own compiler.
///
/// First the ABI is told apart, then the number by a tree over ranges of numbers that fare alike,
/// then the words of the arguments. Until an argument is read, only what the kernel's
/// constant-action cache understands is used, so that calls which are always allowed never run the
/// filter on kernels from 5.11 on.
public struct NativeBackend: FilterBackend {
  /// The name as the command line spells it.
  public static let name = "native"

  /// Whether rules of one call that ask for the same argument are asked at once.
  ///
  /// Otherwise they are asked one after the other, as the policy states them. The verdicts are the
  /// same.
  public var unitesRules: Bool

  /// A program that is longer than this is not written even to find out how long it is.
  static let mostWritten = 1 << 16

  /// How often calls are made, if that is known: those that the filter has to look at are then
  /// found the sooner the more there are of them.
  public var profile: CallProfile?

  /// The compiler.
  ///
  /// - Parameters:
  ///   - unitesRules: Whether rules of one call that ask for the same argument are asked at once.
  ///   - profile: How often calls are made, if that is known.
  public init(unitesRules: Bool = true, profile: CallProfile? = nil) {
    self.unitesRules = unitesRules
    self.profile = profile
  }

  /// The instructions for a filter, in the byte order of its machine.
  ///
  /// - Parameter filter: The filter.
  /// - Returns: Instructions that decide as the filter does.
  /// - Throws: ``FilterCompilationError`` where there would be more than 4096 instructions.
  public func instructions(
    for filter: Filter
  ) throws(FilterCompilationError) -> [BPFInstruction] {
    var lowering = FilterLowering(filter, unitesRules: unitesRules, profile: profile)
    let start = lowering.lower()
    // What is far too long need not be written to know that.
    let least = lowering.graph.leastInstructions(from: start)
    guard least <= Self.mostWritten else {
      throw FilterCosts(of: filter).error(length: least, isExact: false)
    }
    let instructions = lowering.graph.instructions(from: start)
    guard instructions.count <= BPFProgram.maximumLength else {
      throw FilterCosts(of: filter).error(length: instructions.count, isExact: true)
    }
    return instructions
  }
}

/// Of what kind the program is that a launch executes, told from the headers of its file.
public struct ProgramLinkage: Equatable, Sendable {
  /// The machine that its instructions are for: the value of `e_machine`, see elf(5).
  public var machine: UInt16
  /// The path of its dynamic loader; `nil` where it is complete by itself.
  public var loader: [UInt8]?

  /// A kind of program.
  ///
  /// - Parameters:
  ///   - machine: The value of `e_machine`.
  ///   - loader: The path of its dynamic loader, if it has one.
  public init(machine: UInt16, loader: [UInt8]?) {
    self.machine = machine
    self.loader = loader
  }
}

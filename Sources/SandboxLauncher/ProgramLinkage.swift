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

extension ExecutableFile {
  /// The kind of the program, or of the interpreter of a script; `nil` where it cannot be told.
  var linkage: ProgramLinkage? {
    var file = self
    // A script's interpreter may be a script.
    for _ in 0..<6 {
      switch InterpreterNeed(of: file.path) {
      case .none, .malformedLine: return nil
      case .interpreter(let path): file = ExecutableFile(CPath(path))
      case .loader(let path, let machine): return ProgramLinkage(machine: machine, loader: path)
      case .complete(let machine): return ProgramLinkage(machine: machine, loader: nil)
      }
    }
    return nil
  }
}

public import ClassicBPF
public import SourceDiagnostics

/// A compiled filter and its listing, in which each line is an instruction.
public struct CompiledFilter: Sendable {
  /// The program.
  public let program: BPFProgram
  /// The listing; named like the file.
  public let listing: SourceText
  /// The order of bytes of the machine.
  let byteOrder: ByteOrder
  private let lines: [SourceRange]

  /// Puts program and listing together.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - name: How messages call the file.
  ///   - lines: The listing, a line for each instruction.
  ///   - byteOrder: The order of bytes of the machine.
  public init(_ program: BPFProgram, named name: String, lines: [String], byteOrder: ByteOrder) {
    self.program = program
    self.byteOrder = byteOrder
    listing = SourceText(name: name, bytes: Array(lines.map { $0 + "\n" }.joined().utf8))
    var ranges: [SourceRange] = []
    var offset = 0
    for line in lines {
      ranges.append(SourceRange(offset..<offset + line.utf8.count))
      offset += line.utf8.count + 1
    }
    self.lines = ranges
  }

  /// The line of an instruction.
  func location(of instruction: Int) -> SourceLocation {
    SourceLocation(source: listing, range: lines[instruction])
  }

  /// The instruction that returns the verdict on a call.
  func location(ofReturnFor call: SeccompData) -> SourceLocation {
    var last = LastInstruction()
    _ = program.run(on: call, byteOrder: byteOrder, visitor: &last)
    return location(of: last.index)
  }

  private struct LastInstruction: BPFVisitor {
    var index = 0
    mutating func visit(_ index: Int) { self.index = index }
  }
}

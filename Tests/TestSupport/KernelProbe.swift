public import ClassicBPF
import LinuxABI

/// The kernel of this machine, asked through the executable `syscall-probe`.
///
/// The test target must depend on it. Filters are installed in short-lived children of that
/// process, never on the tests' own.
public enum KernelProbe {
  /// A way into the kernel.
  public enum Entry: UInt32, Sendable, CaseIterable {
    /// The machine's own.
    case native
    /// `int $0x80` on x86_64.
    case i386
  }

  /// A call to make.
  public struct Call: Sendable {
    /// The way into the kernel.
    public var entry: Entry
    /// The number as the register carries it.
    public var number: UInt32
    /// The six registers.
    public var arguments: InlineArray<6, UInt64>

    /// The call that a filter would see as this, if there is a way to make it.
    ///
    /// There is none for uretprobe and uprobe on x86_64: the kernel, which puts these calls into
    /// programs itself, lets no filter see them, and ends whoever makes them on his own.
    ///
    /// - Parameter data: What the filter sees.
    public init?(_ data: SeccompData) {
      guard let own = Machine.native?.abi else { return nil }
      let isKernelsOwn = own == .x86_64 && (335...336).contains(data.number)
      if isKernelsOwn && data.auditArchitecture == own.auditArchitecture { return nil }
      switch data.auditArchitecture {
      case own.auditArchitecture: entry = .native
      case ABI.i386.auditArchitecture where own == .x86_64: entry = .i386
      default: return nil
      }
      number = data.number
      arguments = data.arguments
    }
  }

  /// Programs to install, the first one first, and calls to make under them.
  public struct Job: Sendable {
    /// The programs, which must let the installation of those after them pass.
    public var programs: [[BPFInstruction]]
    /// The calls.
    public var calls: [Call]

    /// Puts the parts together.
    ///
    /// - Parameters:
    ///   - programs: The programs.
    ///   - calls: The calls.
    public init(_ programs: [[BPFInstruction]], calls: [Call]) {
      self.programs = programs
      self.calls = calls
    }
  }

  /// What came of a job.
  public struct Outcome: Sendable {
    /// The error number of the first program that could not be installed, or 0.
    public var refusal: Int32
    /// How the process ended in which the calls were made, if it did not come to its own end.
    public var death: ProcessEnding?
    /// What the calls returned that came back, negative error numbers among them.
    public var results: [Int64]
    /// The address that filters saw for each entry.
    public var addresses: [Entry: UInt64]
  }

  /// The entries that the kernel has, asked once.
  public static let entries: Set<Entry> = {
    guard let answer = try? ask("entries", []) else { return [] }
    var reader = NumberReader(bytes: answer[...])
    return Set(Entry.allCases.filter { _ in reader.next(UInt64.self) != 0 })
  }()

  /// The error number with which the kernel refuses each program, or 0 where it takes it.
  ///
  /// - Parameter programs: The programs.
  /// - Returns: As many numbers.
  /// - Throws: ``SpawnError`` if the probe cannot be started.
  public static func verify(_ programs: [[BPFInstruction]]) throws(SpawnError) -> [Int32] {
    let answer = try ask("verify", programs.flatMap(bytes))
    var reader = NumberReader(bytes: answer[...])
    return programs.map { _ in reader.next(Int32.self) }
  }

  /// Carries out jobs.
  ///
  /// - Parameter jobs: The jobs.
  /// - Returns: What came of each.
  /// - Throws: ``SpawnError`` if the probe cannot be started.
  public static func decide(_ jobs: [Job]) throws(SpawnError) -> [Outcome] {
    let input = jobs.flatMap { job in
      bytes(UInt32(job.programs.count)) + job.programs.flatMap(bytes)
        + bytes(UInt32(job.calls.count)) + job.calls.flatMap(bytes)
    }
    let answer = try ask("decide", input)
    var reader = NumberReader(bytes: answer[...])
    return jobs.map { _ in outcome(from: &reader) }
  }

  private static func outcome(from reader: inout NumberReader) -> Outcome {
    let refusal = reader.next(Int32.self)
    let ending = ProcessEnding(waitStatus: reader.next(Int32.self))
    let finished = Int(reader.next(UInt32.self))
    let count = Int(reader.next(UInt32.self))
    let addresses = Entry.allCases.map { ($0, reader.next(UInt64.self)) }
    let results = (0..<count).map { _ in reader.next(Int64.self) }
    // The probe's children end with an invalid instruction, which is SIGILL or SIGTRAP.
    let isOwnEnd = ending == .signal(4) || ending == .signal(5)
    return Outcome(
      refusal: refusal, death: isOwnEnd ? nil : ending, results: Array(results.prefix(finished)),
      addresses: Dictionary(uniqueKeysWithValues: addresses))
  }

  // MARK: Encoding

  private static func ask(_ mode: String, _ input: [UInt8]) throws(SpawnError) -> [UInt8] {
    let result = try run(
      builtProduct("syscall-probe"), [mode], input: input, timeout: .seconds(300))
    precondition(result.ending == .exit(0), "\(result.ending): \(result.errors)")
    return result.outputBytes
  }

  private static func bytes(_ program: [BPFInstruction]) -> [UInt8] {
    bytes(UInt32(program.count)) + BPFInstruction.bytes(of: program, byteOrder: .native)
  }

  private static func bytes(_ call: Call) -> [UInt8] {
    bytes(call.entry.rawValue) + bytes(call.number)
      + (0..<6).flatMap { bytes(call.arguments[$0]) }
  }

  private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
    unsafe withUnsafeBytes(of: number) { unsafe Array($0) }
  }
}

/// Reads numbers in the machine's own order of bytes.
private struct NumberReader {
  var bytes: ArraySlice<UInt8>

  mutating func next<Number: FixedWidthInteger>(_ type: Number.Type) -> Number {
    let size = MemoryLayout<Number>.size
    precondition(bytes.count >= size, "the probe answers every question")
    var number: Number = 0
    unsafe withUnsafeMutableBytes(of: &number) { unsafe $0.copyBytes(from: bytes.prefix(size)) }
    bytes = bytes.dropFirst(size)
    return number
  }
}

/// A program whose every end says which one it is, by an error number of its own.
public struct LabelledProgram: Sendable {
  /// The instructions, which let nothing through.
  public let instructions: [BPFInstruction]
  /// What the original program returns, by the error number.
  public let returnValues: [Int64: UInt32]

  /// Labels the ends of a program that returns constants only.
  ///
  /// - Parameter program: The program.
  public init(_ program: BPFProgram) {
    var labels: [UInt32: UInt32] = [:]
    instructions = zip(program.instructions, program.operations).map { instruction, operation in
      guard case .returnConstant(let value) = operation else { return instruction }
      let label = labels[value] ?? UInt32(labels.count + 1)
      labels[value] = label
      var labelled = instruction
      labelled.k = FilterAction.errno(UInt16(label)).returnValue
      return labelled
    }
    returnValues = Dictionary(uniqueKeysWithValues: labels.map { (Int64($1), $0) })
  }
}

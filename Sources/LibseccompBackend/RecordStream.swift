#if Libseccomp
  import CLibseccomp
  import ClassicBPF

  /// What comes out of a ``CompilerProcess``: instructions, with records between that are none.
  struct RecordStream {
    /// The programs that are complete.
    private(set) var programs: [[BPFInstruction]] = []
    /// The rule that was given to libseccomp last, as its place in the job.
    private(set) var rule: Int?
    private let contextCount: Int
    private var instructions: [BPFInstruction] = []
    private var pending: [UInt8] = []

    /// The most bytes to take at once.
    static let chunk = BPFProgram.maximumLength * BPFInstruction.size / 2

    /// The stream of a job that makes this many programs.
    init(contextCount: Int) { self.contextCount = contextCount }

    /// Takes what was read.
    ///
    /// - Parameter bytes: The bytes, which may end within a record; at most ``chunk``.
    /// - Returns: Whether all programs are complete.
    /// - Throws: What the process says went wrong.
    mutating func take(_ bytes: ArraySlice<UInt8>) throws(CompilerProcess.Failure) -> Bool {
      pending += bytes
      let whole = pending.count - pending.count % BPFInstruction.size
      guard whole > 0, let records = try? BPFInstruction.list(fromBytes: Array(pending[..<whole]))
      else { return false }
      pending.removeFirst(whole)
      for record in records { try take(record) }
      return programs.count == contextCount
    }

    private mutating func take(_ record: BPFInstruction) throws(CompilerProcess.Failure) {
      guard UInt32(record.code) == CLIBSECCOMP_RECORD else {
        instructions.append(record)
        guard instructions.count <= BPFProgram.maximumLength else { throw .tooLong }
        return
      }
      switch UInt32(record.jumpTrue) {
      case CLIBSECCOMP_RULE.rawValue:
        rule = Int(record.k)
      case CLIBSECCOMP_END.rawValue:
        programs.append(instructions)
        instructions = []
      default:
        throw .refused(error: Int32(record.jumpFalse), rule: rule)
      }
    }
  }
#endif

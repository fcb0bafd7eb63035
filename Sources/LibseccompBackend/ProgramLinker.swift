import ClassicBPF
import LinuxABI
import SeccompFilter

/// Makes one program of what libseccomp made of the contexts of a ``FilterPlan``.
///
/// First come the number 0xffffffff, the ABI, and the ranges of numbers that are decided without
/// libseccomp; then the program of the ABI's first context. libseccomp's programs are taken as
/// they are, but for three things:
///
/// - They begin with a look at the ABI of the machine that compiles, which goes.
/// - `RET` of a word that stands for something else (``OutcomeWords``) becomes `RET` of that, or
///   leads to the context that is asked next.
/// - For a machine with the other order of bytes the halves of the arguments change places.
struct ProgramLinker {
  private let filter: Filter
  private let words: OutcomeWords
  /// The `AUDIT_ARCH_…` value of the machine that libseccomp compiled for.
  private let builder: UInt32
  private var assembler = BPFAssembler()
  /// Where each context begins.
  private var contexts: [Int: BPFAssembler.Label] = [:]

  /// Links the programs of all contexts behind one dispatch on the ABI and the number.
  ///
  /// - Parameters:
  ///   - programs: libseccomp's programs, one for each context of the plan.
  ///   - filter: The filter.
  ///   - plan: Its plan.
  ///   - words: The words for the outcomes of the plan.
  ///   - builder: The `AUDIT_ARCH_…` value of the machine that libseccomp compiled for.
  /// - Returns: Instructions in the byte order of the filter's machine, which may be too many.
  /// - Throws: `FilterCompilationError` when a program is not built as it should be.
  static func link(
    _ programs: [[BPFInstruction]], filter: Filter, plan: FilterPlan, words: OutcomeWords,
    builder: UInt32
  ) throws(FilterCompilationError) -> [BPFInstruction] {
    var linker = ProgramLinker(filter: filter, words: words, builder: builder)
    // A context hands on to earlier ones only, and code is made after what follows it.
    for (context, program) in programs.enumerated() {
      linker.contexts[context] = try linker.adopt(program)
    }
    let start = linker.dispatch(to: plan.parts)
    return linker.assembler.instructions(from: start)
  }

  private init(filter: Filter, words: OutcomeWords, builder: UInt32) {
    self.filter = filter
    self.words = words
    self.builder = builder
  }

  // MARK: In front of libseccomp's programs

  /// Tells the number 0xffffffff and the ABIs apart, the machine's own ABI first.
  private mutating func dispatch(to parts: [FilterPlan.Part]) -> BPFAssembler.Label {
    let number = BPFOperation.loadWord(offset: UInt32(SeccompData.numberOffset))
    let architecture = BPFOperation.loadWord(offset: UInt32(SeccompData.architectureOffset))
    let foreign = verdict(filter.foreign)
    var next = foreign
    var seen: [UInt32] = []
    for value in parts.map(\.abi.auditArchitecture).reversed() where !seen.contains(value) {
      seen.append(value)
      let own = parts.filter { $0.abi.auditArchitecture == value }
      let numbers = choose(among: segments(of: own, foreign: foreign)[...])
      next = assembler.fork(
        .equal, .constant(value), then: assembler.step(number, then: numbers), else: next)
    }
    next = assembler.step(architecture, then: next)
    next = assembler.fork(.equal, .constant(.max), then: verdict(filter.skipped), else: next)
    return assembler.step(number, then: next)
  }

  /// Numbers in ascending order from 0 on, and what follows from each up to the next.
  private mutating func segments(
    of parts: [FilterPlan.Part], foreign: BPFAssembler.Label
  ) -> [(start: UInt32, label: BPFAssembler.Label)] {
    var starts: [UInt32: BPFAssembler.Label] = [0: foreign]
    for part in parts {
      // 0xffffffff has been dealt with, so there is a number after each.
      starts[part.abi.numbers.upperBound + 1] = starts[part.abi.numbers.upperBound + 1] ?? foreign
      let decided = IntervalSet(part.ranges.map(\.numbers))
      for range in decided.complement(in: part.abi.numbers).ranges {
        starts[range.lowerBound] = contexts[part.context]
      }
      for range in part.ranges { starts[range.numbers.lowerBound] = verdict(range.action) }
    }
    return starts.sorted { $0.key < $1.key }.map { (start: $0.key, label: $0.value) }
  }

  /// A balanced tree of comparisons of the number, which has been loaded.
  private mutating func choose(
    among segments: ArraySlice<(start: UInt32, label: BPFAssembler.Label)>
  ) -> BPFAssembler.Label {
    let middle = (segments.startIndex + segments.endIndex) / 2
    if segments.count == 1 { return segments[middle].label }
    return assembler.fork(
      .greaterOrEqual, .constant(segments[middle].start), then: choose(among: segments[middle...]),
      else: choose(among: segments[..<middle]))
  }

  private mutating func verdict(_ action: FilterAction) -> BPFAssembler.Label {
    assembler.end(returning: action.returnValue)
  }

  // MARK: libseccomp's programs

  /// Takes in a program of libseccomp's.
  ///
  /// - Returns: What follows its look at the ABI.
  private mutating func adopt(
    _ instructions: [BPFInstruction]
  ) throws(FilterCompilationError) -> BPFAssembler.Label {
    let program = try BPFProgram(fromLibseccomp: instructions)
    guard program.operations.count > 2,
      program.operations[0] == .loadWord(offset: UInt32(SeccompData.architectureOffset)),
      case .branch(.equal, .constant(builder), let distance, _) = program.operations[1]
    else { throw Self.unexpected(at: 0) }
    let start = 2 + Int(distance)
    var labels: [BPFAssembler.Label] = []  // from the end of the program
    for (index, operation) in program.operations.enumerated().dropFirst(start).reversed() {
      func label(skipping count: some BinaryInteger) -> BPFAssembler.Label {
        labels[labels.count - 1 - Int(count)]
      }
      switch operation {
      case .loadWord(let offset):
        labels.append(
          assembler.step(.loadWord(offset: fieldOffset(of: offset)), then: label(skipping: 0)))
      case .arithmetic: labels.append(assembler.step(operation, then: label(skipping: 0)))
      case .jump(let distance): labels.append(label(skipping: distance))
      case .branch(let comparison, let operand, let jumpTrue, let jumpFalse):
        labels.append(
          assembler.fork(
            comparison, operand, then: label(skipping: jumpTrue), else: label(skipping: jumpFalse)))
      case .returnConstant(let word):
        switch words.outcome(of: word) {
        case .verdict(let action): labels.append(verdict(action))
        case .context(let next):
          guard let start = contexts[next] else { throw Self.unexpected(at: index) }
          labels.append(start)
        case nil: throw Self.unexpected(at: index)
        }
      case .loadLength, .loadConstant, .loadScratch, .loadIndexLength, .loadIndexConstant,
        .loadIndexScratch, .store, .storeIndex, .moveToIndex, .moveToAccumulator,
        .returnAccumulator:
        throw Self.unexpected(at: index)
      }
    }
    return labels[labels.count - 1]
  }

  /// Where on the filter's machine the word is that is at an offset on the compiling one.
  private func fieldOffset(of offset: UInt32) -> UInt32 {
    offset < SeccompData.argumentsOffset || filter.byteOrder == .native ? offset : offset ^ 4
  }

  private static func unexpected(at index: Int) -> FilterCompilationError {
    FilterCompilationError(
      "libseccomp made a program of a kind that is not known here, at instruction \(index)")
  }
}

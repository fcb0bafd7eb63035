import ClassicBPF
import TestSupport
import Testing

/// Code whose meaning is known without laying it out, as a list that refers back to itself.
private struct Sketch {
  enum Piece {
    case end(UInt32)
    case add(UInt32, Int)
    case fork(BPFComparison, UInt32, Int, Int)
  }

  var pieces: [Piece] = []

  /// What the code from a piece on returns, given the accumulator.
  func run(from start: Int, _ accumulator: UInt32) -> UInt32 {
    var (place, a) = (start, accumulator)
    while true {
      switch pieces[place] {
      case .end(let value): return value
      case .add(let k, let next): (place, a) = (next, a &+ k)
      case .fork(let comparison, let k, let holds, let fails):
        place = comparison.holds(a, k) ? holds : fails
      }
    }
  }

  /// The program that loads the number and goes on with a piece.
  func program(from start: Int) throws -> BPFProgram {
    var assembler = BPFAssembler()
    var labels: [BPFAssembler.Label] = []
    for piece in pieces {
      switch piece {
      case .end(let value): labels.append(assembler.end(returning: value))
      case .add(let k, let next):
        labels.append(assembler.step(.arithmetic(.add, .constant(k)), then: labels[next]))
      case .fork(let comparison, let k, let holds, let fails):
        labels.append(
          assembler.fork(comparison, .constant(k), then: labels[holds], else: labels[fails]))
      }
    }
    let load = assembler.step(.loadWord(offset: 0), then: labels[start])
    return try BPFProgram(verifying: assembler.instructions(from: load))
  }
}

private func run(_ program: BPFProgram, _ number: UInt32) -> UInt32 {
  program.run(on: SeccompData(number: number, auditArchitecture: 0))
}

private struct Trace: BPFVisitor {
  var indices: [Int] = []
  mutating func visit(_ index: Int) { indices.append(index) }
}

/// What stands at the end of a long way.
enum Goal: CaseIterable, Sendable {
  /// A return, which can be copied.
  case end
  /// A step, which can only be jumped to.
  case step
  /// A comparison whose ways are out of reach too.
  case fork
}

struct Distance: Sendable, CustomTestStringConvertible {
  var filler: Int
  var holds: Goal
  var fails: Goal

  var testDescription: String { "\(holds) and \(fails) behind \(filler) instructions" }

  static let all = (240...262).flatMap { filler in
    Goal.allCases.flatMap { holds in
      Goal.allCases.map { Distance(filler: filler, holds: holds, fails: $0) }
    }
  }
}

@Suite struct BPFLayoutTests {
  /// The place of a goal; `mark` tells two goals apart.
  private func add(_ goal: Goal, _ mark: UInt32, to sketch: inout Sketch) -> Int {
    sketch.pieces.append(.end(mark))
    let end = sketch.pieces.count - 1
    switch goal {
    case .end: return end
    case .step: sketch.pieces.append(.add(mark, end))
    case .fork:
      sketch.pieces.append(.end(mark + 100))
      sketch.pieces.append(.fork(.anyBit, mark, end, end + 1))
    }
    return sketch.pieces.count - 1
  }

  @Test(arguments: Distance.all)
  func `both ways of a comparison lead where they should near 255`(_ row: Distance) throws {
    var sketch = Sketch()
    let holds = add(row.holds, 1, to: &sketch)
    let fails = add(row.fails, 2, to: &sketch)
    // The goals are placed for the end of the long way, and the short way has to reach over it.
    sketch.pieces.append(.fork(.equal, 0, holds, fails))
    var place = sketch.pieces.count - 1
    for k in 0..<row.filler {
      sketch.pieces.append(.add(UInt32(1 + k), place))
      place = sketch.pieces.count - 1
    }
    sketch.pieces.append(.fork(.greater, 7, holds, fails))
    let short = sketch.pieces.count - 1
    sketch.pieces.append(.fork(.greaterOrEqual, 5, short, place))
    let start = sketch.pieces.count - 1

    let program = try sketch.program(from: start)
    for number in (0...20).map(UInt32.init) + [.max, .max - 1, UInt32.max / 2] {
      #expect(run(program, number) == sketch.run(from: start, number), "number \(number)")
    }
    // One stand-in for each way that is out of reach, and nothing else.
    let pieces = sketch.pieces.count + 1
    #expect(pieces...pieces + 2 ~= program.instructions.count)
    if row.filler <= 248 { #expect(program.instructions.count == pieces) }
    if row.filler >= 256 { #expect(program.instructions.count == pieces + 2) }
    let jumps = program.operations.filter { if case .jump = $0 { true } else { false } }.count
    if row.holds == .end && row.fails == .end { #expect(jumps == 0) }
  }

  @Test(arguments: 250...260)
  func `one way too far costs one instruction`(filler: Int) throws {
    for goal in Goal.allCases {
      var sketch = Sketch()
      let far = add(goal, 2, to: &sketch)
      sketch.pieces.append(.end(1))
      var place = sketch.pieces.count - 1
      for k in 0..<filler {
        sketch.pieces.append(.add(UInt32(1 + k), place))
        place = sketch.pieces.count - 1
      }
      sketch.pieces.append(.fork(.equal, 3, place, far))
      let start = sketch.pieces.count - 1
      let program = try sketch.program(from: start)
      for number in (0...5).map(UInt32.init) {
        #expect(run(program, number) == sketch.run(from: start, number))
      }
      // The way that holds has `filler` steps and a return to skip; its return stands last.
      let skipped = program.instructions.count - sketch.pieces.count - 1
      #expect(skipped == (filler + 1 > 255 ? 1 : 0), "\(goal) behind \(filler)")
    }
  }

  @Test func `a far goal is reached with one jump from however far`() throws {
    // Every 50 instructions a comparison that may leave for the same two goals.
    var sketch = Sketch()
    let goal = add(.step, 1, to: &sketch)
    let other = add(.fork, 2, to: &sketch)
    sketch.pieces.append(.fork(.equal, 0, goal, other))
    var place = sketch.pieces.count - 1
    var exits: [UInt32] = []
    for k in 0..<3_000 {
      if k % 50 == 49 {
        sketch.pieces.append(.fork(.equal, UInt32(k), k % 100 == 49 ? goal : other, place))
        exits.append(UInt32(k))
      } else {
        sketch.pieces.append(.add(0, place))
      }
      place = sketch.pieces.count - 1
      // Keep steps that add nothing from being one.
      sketch.pieces.append(.add(UInt32(1) << 31, place))
      sketch.pieces.append(.add(UInt32(1) << 31, place + 1))
      place = sketch.pieces.count - 1
      if sketch.pieces.count > 3_900 { break }
    }
    let program = try sketch.program(from: place)
    let numbers = exits + [0, 1, 2, 3, .max]
    for number in numbers {
      #expect(run(program, number) == sketch.run(from: place, number), "number \(number)")
      var trace = Trace()
      _ = program.run(
        on: SeccompData(number: number, auditArchitecture: 0), visitor: &trace)
      let jumps = trace.indices.filter {
        if case .jump = program.operations[$0] { true } else { false }
      }
      #expect(jumps.count <= 1)
    }
  }

  @Test(arguments: seeds(300))
  func `any code does what it says, however it is laid out`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var sketch = Sketch()
    let size = Int.random(in: 1...1_500, using: &random)
    // Ways back to far pieces are as frequent as ways to near ones.
    func earlier(_ count: Int) -> Int {
      Bool.random(using: &random)
        ? Int.random(in: 0..<count, using: &random)
        : max(0, count - Int.random(in: 1...4, using: &random))
    }
    for k in 0..<5 { sketch.pieces.append(.end(UInt32(k))) }
    for _ in 0..<size {
      let count = sketch.pieces.count
      if Int.random(in: 0..<4, using: &random) == 0 {
        sketch.pieces.append(
          .add(UInt32(truncatingIfNeeded: random.next()) & 0x8000_000f, earlier(count)))
      } else {
        let comparison = BPFComparison.allCases.randomElement(using: &random) ?? .equal
        sketch.pieces.append(
          .fork(
            comparison, UInt32.random(in: 0...20, using: &random), earlier(count), earlier(count)))
      }
    }
    let start = sketch.pieces.count - 1
    let program = try sketch.program(from: start)
    for number in (0...24).map(UInt32.init) + [.max, 0x8000_0000, 0x8000_0005] {
      #expect(run(program, number) == sketch.run(from: start, number), "number \(number)")
    }
    #expect(try sketch.program(from: start) == program)
  }
}

public import ClassicBPF
public import LinuxABI
public import SeccompFilter

/// Calls of some numbers, and all that some subjects say about them.
public struct VerdictRegion: Hashable, Sendable {
  /// The part of a call that a condition is about.
  public enum Field: Hashable, Sendable {
    /// `arch`, where it is none of the machine's.
    case architecture
    /// `instruction_pointer`.
    case instructionPointer
    /// An argument, 0 to 5.
    case argument(Int)
  }

  /// A field, and the values that it must have.
  public struct Condition: Hashable, Sendable {
    /// The field.
    public let field: Field
    /// The values.
    public let values: FieldSet
  }

  /// Calls that get the same verdicts.
  public struct Part: Hashable, Sendable {
    /// What must be true of a call, all of it; nothing where every call is meant.
    public let conditions: [Condition]
    /// The verdict of each subject.
    public let verdicts: [FilterAction]
    /// The first such call, with the least number of the region.
    public let call: SeccompData
  }

  /// The ABI of the calls, or `nil` where `arch` is none of the machine's.
  public let abi: ABI?
  /// The numbers of the calls, as the register carries them.
  public let numbers: IntervalSet<UInt32>
  /// What is said about the calls; no call is in two parts, and those in none were not asked for.
  public let parts: [Part]

  /// Calls of one ABI of which the same is said.
  ///
  /// - Parameters:
  ///   - abi: The ABI of the calls, or `nil` where `arch` is none of the machine's.
  ///   - numbers: The numbers of the calls, as the register carries them.
  ///   - parts: What is said about the calls.
  public init(abi: ABI?, numbers: IntervalSet<UInt32>, parts: [Part]) {
    self.abi = abi
    self.numbers = numbers
    self.parts = parts
  }
}

extension FilterProver {
  /// All calls on which the verdicts of some subjects are of interest, and those verdicts.
  ///
  /// For each ABI, numbers that fare alike are one region. A number that is of no ABI, 0xffffffff,
  /// is with the last ABI of its `arch`.
  ///
  /// - Parameters:
  ///   - subjects: The subjects.
  ///   - machine: The machine on which they are to decide.
  ///   - mostListed: More values or ranges of an argument than this are not listed where patterns of
  ///     bits might do.
  ///   - isWanted: Whether a combination of verdicts, one for each subject, is of interest.
  /// - Returns: The regions, by ABI and number.
  /// - Throws: ``ProofError`` where there are too many, or the diagrams exceed the limits.
  public func regions(
    of subjects: [Subject], on machine: Machine, listing mostListed: Int = 16,
    where isWanted: @escaping ([FilterAction]) -> Bool
  ) throws(ProofError) -> [VerdictRegion] {
    let room = RegionRoom(most: limits.parts, isCuttable: false, mostListed: mostListed)
    return try listing(of: subjects, on: machine, in: room, where: isWanted).regions
  }

  /// Calls on which the verdicts of some subjects are of interest, as many as are to be shown.
  ///
  /// - Parameters:
  ///   - subjects: The subjects.
  ///   - machine: The machine on which they are to decide.
  ///   - most: The most parts, with the values, ranges and patterns that tell them apart.
  ///   - isWanted: Whether a combination of verdicts, one for each subject, is of interest.
  /// - Returns: The first regions, by ABI and number, and how much there is beside them. There is a
  ///   region where there is anything of interest.
  /// - Throws: ``ProofError`` where the diagrams exceed the limits.
  public func firstRegions(
    of subjects: [Subject], on machine: Machine, upTo most: Int,
    where isWanted: @escaping ([FilterAction]) -> Bool
  ) throws(ProofError) -> VerdictListing {
    let room = RegionRoom(most: most, isCuttable: true)
    return try listing(of: subjects, on: machine, in: room, where: isWanted)
  }

  private func listing(
    of subjects: [Subject], on machine: Machine, in room: RegionRoom,
    where isWanted: @escaping ([FilterAction]) -> Bool
  ) throws(ProofError) -> VerdictListing {
    var store = DiagramStore(limits: limits)
    let scopes = CallScope.all(on: machine)
    var tuples = VerdictTuples()
    var diagrams = scopes.map { _ in VerdictTuples.empty }
    for subject in subjects {
      let next = try store.diagrams(of: subject, on: machine, in: scopes)
      var pairing = Pairing { tuples.appending($1, to: $0) }
      for index in scopes.indices {
        diagrams[index] = try pairing.diagram(diagrams[index], next[index], in: &store)
      }
    }
    var selecting = Pairing { tuple, _ in
      tuple != 0 && isWanted(tuples[tuple]) ? tuple : VerdictTuples.unwanted
    }
    var regions: [VerdictRegion] = []
    var room = room
    for (scope, diagram) in zip(scopes, diagrams) {
      let care = try store.care(in: scope, on: machine)
      let own = try store.choose(care, diagram, else: VerdictTuples.empty)
      let wanted = try selecting.diagram(own, VerdictTuples.empty, in: &store)
      var finder = RegionFinder(scope: scope, machine: machine, tuples: tuples, room: room)
      regions += try finder.regions(of: wanted, in: &store)
      room = finder.room
    }
    return VerdictListing(regions: regions, leftOut: room.leftOut)
  }
}

/// What is said about calls of interest, as far as it was asked for.
public struct VerdictListing: Hashable, Sendable {
  /// The regions, by ABI and number.
  public let regions: [VerdictRegion]
  /// How many parts there are beside those of the regions; `nil` where there are more, and nobody has
  /// counted them.
  public let leftOut: Int?

  /// Whether something was left out: parts, or values of a part.
  public var isCut: Bool {
    leftOut != 0
      || regions.contains { region in
        region.parts.contains { part in part.conditions.contains { $0.values.leftOut > 0 } }
      }
  }
}

/// Combinations of verdicts; a combination is an index among them, and 0 is the empty one.
struct VerdictTuples {
  private var tuples: [[UInt32]] = [[]]
  private var indices: [[UInt32]: UInt32] = [:]

  /// The diagram of no verdicts.
  static let empty = Diagram.no
  /// Stands for all combinations that nobody asked for.
  static let unwanted: UInt32 = 0

  /// The index of a combination with one more verdict.
  mutating func appending(_ verdict: UInt32, to index: UInt32) -> UInt32 {
    let tuple = tuples[Int(index)] + [verdict]
    if let known = indices[tuple] { return known }
    tuples.append(tuple)
    indices[tuple] = UInt32(tuples.count - 1)
    return UInt32(tuples.count - 1)
  }

  subscript(index: UInt32) -> [FilterAction] {
    tuples[Int(index)].map { FilterAction(returnValue: $0) }
  }
}

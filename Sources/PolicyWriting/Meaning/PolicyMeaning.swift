package import ClassicBPF
package import FilterProof
package import LinuxABI
package import SeccompFilter

/// All that a subject decides on one machine, call by call: what formats are written from.
package struct PolicyMeaning: Sendable {
  /// What is decided on the calls of one ABI.
  package struct Section: Sendable {
    package let abi: ABI
    /// The verdict on calls that nothing is said of.
    package var standard: FilterAction
    /// The verdict on numbers above those of all calls.
    package let beyond: FilterAction
    /// Every call of the tables, in the order of names.
    package var calls: [Call]
    /// Numbers between those of the calls.
    package let gaps: [Gap]
  }

  /// A call of the tables.
  package struct Call: Sendable {
    package let syscall: Syscall
    /// What is decided; no call is in two parts, and each is in one.
    package var parts: [VerdictRegion.Part]

    /// The verdict, where there is one for whatever arguments.
    package var verdict: FilterAction? {
      parts.count == 1 && parts[0].conditions.isEmpty ? parts[0].verdicts[0] : nil
    }
  }

  /// Numbers that no call has.
  package struct Gap: Sendable {
    package let numbers: IntervalSet<UInt32>
    package let parts: [VerdictRegion.Part]
  }

  package let machine: Machine
  /// The ABIs that are served, the machine's own first.
  package var sections: [Section]
  /// The verdict on calls through any other ABI.
  package let foreign: FilterAction
}

extension PolicyMeaning {
  /// Finds out what a subject decides.
  ///
  /// - Parameters:
  ///   - subject: The subject.
  ///   - machine: The machine.
  ///   - defaults: The verdicts on calls that nothing is said of, where they are known; for a program
  ///     they are guessed, which decides how short the text becomes, and nothing else.
  /// - Throws: ``WritingError`` where a verdict rests on what no format asks for, or that cannot be
  ///   found out within the limits.
  package init(
    of subject: Subject, on machine: Machine, defaults: [ABI: FilterAction]
  ) throws(WritingError) {
    let regions: [VerdictRegion]
    do throws(ProofError) {
      // Number -1 is no call, but one that a tracer has skipped.
      regions = try FilterProver().regions(of: [subject], on: machine, listing: 256) { _ in true }
        .filter { $0.numbers.ranges != [.max ... .max] }
    } catch {
      throw .undecided(error)
    }
    let others = regions.filter { $0.abi == nil }
    // That `arch` is none of the machine's is a condition by itself.
    guard others.count == 1, others[0].parts.count == 1,
      others[0].parts[0].conditions.allSatisfy({ $0.field == .architecture })
    else {
      throw .unwritable([Unwritable("it tells apart ABIs that this machine does not have")])
    }
    let foreign = others[0].parts[0].verdicts[0]
    var sections: [Section] = []
    for abi in machine.abis {
      let own = regions.filter { $0.abi == abi }
      let isForeign = own.allSatisfy { region in
        region.parts.allSatisfy { $0.conditions.isEmpty && $0.verdicts[0] == foreign }
      }
      if isForeign && abi != machine.abi { continue }
      sections.append(try Section(abi, own, standard: defaults[abi]))
    }
    (self.machine, self.sections, self.foreign) = (machine, sections, foreign)
  }
}

extension PolicyMeaning.Section {
  fileprivate init(
    _ abi: ABI, _ regions: [VerdictRegion], standard: FilterAction?
  ) throws(WritingError) {
    var calls: [PolicyMeaning.Call] = []
    var known: [UInt32] = []
    for syscall in Syscall.all {
      guard let number = syscall.number(on: abi),
        let region = regions.first(where: { $0.numbers.contains(number) })
      else { continue }
      known.append(number)
      calls.append(PolicyMeaning.Call(syscall: syscall, parts: region.parts))
    }
    let newest = known.max() ?? abi.numbers.lowerBound
    let above = IntervalSet(newest + 1...abi.numbers.upperBound)
    let beyond = regions.filter { !$0.numbers.intersection(above).isEmpty }
    guard beyond.count == 1, beyond[0].parts.count == 1, beyond[0].parts[0].conditions.isEmpty
    else {
      throw .unwritable(
        [Unwritable("numbers above those of all calls of \(abi.name) do not all fare alike")])
    }
    let unknown = IntervalSet(elements: known)
      .complement(in: abi.numbers.lowerBound...newest)
    let gaps = regions.compactMap { region in
      let numbers = region.numbers.intersection(unknown)
      return numbers.isEmpty ? nil : PolicyMeaning.Gap(numbers: numbers, parts: region.parts)
    }
    self.abi = abi
    self.beyond = beyond[0].parts[0].verdicts[0]
    self.calls = calls.sorted { $0.syscall.name < $1.syscall.name }
    self.gaps = gaps
    self.standard =
      standard
      ?? Self.likelyStandard(calls, gaps, beyond: self.beyond, on: abi)
  }

  /// What may have been meant for calls that nothing is said of.
  private static func likelyStandard(
    _ calls: [PolicyMeaning.Call], _ gaps: [PolicyMeaning.Gap], beyond: FilterAction, on abi: ABI
  ) -> FilterAction {
    guard beyond == ErrnoName.number(of: "ENOSYS", on: abi).map({ .errno($0) }) else {
      return beyond
    }
    if gaps.count == 1, gaps[0].parts.count == 1, gaps[0].parts[0].conditions.isEmpty,
      gaps[0].parts[0].verdicts[0] != beyond
    {
      return gaps[0].parts[0].verdicts[0]
    }
    // The answer to what is new is the kernel's own; what is old and refused tells the policy's.
    var counts: [FilterAction: Int] = [:]
    for call in calls {
      if let verdict = call.verdict, verdict != beyond, verdict.permissiveness == 0 {
        counts[verdict, default: 0] += 1
      }
    }
    return counts.max { ($0.value, $1.key.returnValue) < ($1.value, $0.key.returnValue) }?.key
      ?? beyond
  }
}

extension PolicyMeaning {
  /// Leaves a call to what is decided on calls that nothing is said of.
  ///
  /// - Parameter call: The call.
  /// - Returns: Whether that changes anything, and lets no call through that was refused.
  package mutating func leaveOut(_ call: SeccompData) -> Bool {
    var isChanged = false
    for index in sections.indices {
      let section = sections[index]
      guard section.abi == call.abi,
        let place = section.calls.firstIndex(where: {
          $0.syscall.number(on: section.abi) == call.number
        })
      else { continue }
      let verdicts = section.calls[place].parts.map { $0.verdicts[0] }
      let isNarrower = verdicts.allSatisfy {
        section.standard.permissiveness <= $0.permissiveness
      }
      if verdicts.isEmpty || !isNarrower { continue }
      sections[index].calls[place].parts = []
      isChanged = true
    }
    return isChanged
  }
}

public import ClassicBPF
public import SeccompFilter

/// Why there is no proved program for a filter.
public enum ProvedProgramError: Error, Hashable, Sendable {
  /// The backend cannot make a program of the filter.
  case compilation(FilterCompilationError)
  /// The backend made a program that decides a call in another way than the filter, which is the
  /// first subject of the witness.
  case different(Witness)
  /// It could not be decided whether the program is the filter.
  case undecided(ProofError)
}

extension FilterBackend {
  /// The program for a filter, proved: on every possible call it decides as the filter does.
  ///
  /// - Parameters:
  ///   - filter: The filter.
  ///   - limits: How much the proof may cost.
  /// - Returns: The program.
  /// - Throws: ``ProvedProgramError`` where there is none.
  public func program(
    for filter: Filter, limits: ProofLimits = .standard
  ) throws(ProvedProgramError) -> BPFProgram {
    var cost = ProofCost()
    return try program(for: filter, limits: limits, cost: &cost)
  }

  /// The program for a filter, proved, and what the proof took.
  ///
  /// - Parameters:
  ///   - filter: The filter.
  ///   - limits: How much the proof may cost.
  ///   - cost: Is set to what the proof took.
  /// - Returns: The program.
  /// - Throws: ``ProvedProgramError`` where there is none.
  public func program(
    for filter: Filter, limits: ProofLimits = .standard, cost: inout ProofCost
  ) throws(ProvedProgramError) -> BPFProgram {
    let program: BPFProgram
    do throws(FilterCompilationError) {
      program = try unprovedProgram(for: filter)
    } catch {
      throw .compilation(error)
    }
    let comparison: Comparison
    do throws(ProofError) {
      comparison = try FilterProver(limits: limits)
        .compare(.filter(filter), .program(program), on: filter.machine, cost: &cost)
    } catch {
      throw .undecided(error)
    }
    switch comparison {
    case .equal: return program
    case .different(let witness): throw .different(witness)
    }
  }
}

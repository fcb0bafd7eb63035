#if Libseccomp
  import ClassicBPF
  import FilterProof
  import LibseccompBackend
  import LinuxABI
  import SeccompFilter
  import TestSupport
  import Testing

  @Suite struct LibseccompPropertyTests {
    @Test(arguments: RandomFilters.machines.map(\.abi))
    func `an accepted program decides every call as the filter does`(_ abi: ABI) throws {
      let machine = try #require(Machine(abi))
      var accepted = 0
      let seeds = seeds(8)
      for seed in seeds {
        var random = RandomFilters(seed: seed)
        let filter = random.filter(for: machine)
        let program: BPFProgram
        do throws(ProvedProgramError) {
          program = try LibseccompBackend().program(for: filter)
        } catch {
          // A refusal is an answer, but what was given to libseccomp must not come out wrong.
          guard case .compilation = error else {
            Issue.record("seed \(seed): \(error)")
            continue
          }
          continue
        }
        accepted += 1
        let evaluator = FilterEvaluator(filter)
        var calls = RandomCalls(for: filter, seed: seed)
        for _ in 0..<1500 {
          let call = calls.next()
          let decision = evaluator.decide(call)
          let answer = program.run(on: call, byteOrder: filter.byteOrder)
          #expect(answer == decision.action.returnValue, "seed \(seed): \(decision) for \(call)")
        }
      }
      print("libseccomp: \(accepted) of \(seeds.count) random filters for \(abi) accepted")
      #expect(accepted > 0 || seeds.count == 1)
    }

    @Test func `several threads compile at once, each as if alone`() async throws {
      let machine = try #require(Machine(.x86_64))
      let filters = (UInt64(0)..<16).map { seed in
        var random = RandomFilters(seed: seed)
        return random.filter(for: machine)
      }
      let alone = filters.map { try? LibseccompBackend().instructions(for: $0) }
      let together = await withTaskGroup(of: (Int, [BPFInstruction]?).self) { group in
        for (place, filter) in filters.enumerated() {
          group.addTask { (place, try? LibseccompBackend().instructions(for: filter)) }
        }
        return await group.reduce(into: [Int: [BPFInstruction]?]()) { $0[$1.0] = $1.1 }
      }
      for (place, expected) in alone.enumerated() { #expect(together[place] == expected) }
    }
  }
#endif

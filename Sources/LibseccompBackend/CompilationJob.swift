#if Libseccomp
  import CLibseccomp

  /// Contexts, spelled out for libseccomp.
  struct CompilationJob {
    private var contexts: [clibseccomp_context] = []
    private var rules: [clibseccomp_rule] = []
    private var comparisons: [scmp_arg_cmp] = []

    /// Spells out contexts.
    ///
    /// - Parameters:
    ///   - plan: The contexts.
    ///   - words: The words for their outcomes.
    init(_ plan: [FilterPlan.Context], words: OutcomeWords) {
      for context in plan {
        contexts.append(
          clibseccomp_context(
            default_action: words.word(for: context.defaultOutcome),
            first_rule: UInt32(rules.count), rule_count: UInt32(context.rules.count)))
        for rule in context.rules {
          let first = UInt32(comparisons.count)
          if let comparison = rule.comparison { comparisons.append(Self.argument(comparison)) }
          rules.append(
            clibseccomp_rule(
              number: Int32(rule.number), action: words.word(for: rule.outcome),
              first_comparison: first, comparison_count: UInt32(comparisons.count) - first))
        }
      }
    }

    /// The number of programs that the job makes.
    var contextCount: Int { contexts.count }

    private static func argument(_ comparison: FilterPlan.ContextRule.Comparison) -> scmp_arg_cmp {
      let content = comparison.content
      // libseccomp would take it for no comparison at all, and the rule for one without conditions.
      precondition(content.mask != 0, "a question tells contents apart")
      return content.mask == .max
        ? scmp_arg_cmp(
          arg: UInt32(comparison.register), op: SCMP_CMP_EQ, datum_a: content.value, datum_b: 0)
        : scmp_arg_cmp(
          arg: UInt32(comparison.register), op: SCMP_CMP_MASKED_EQ, datum_a: content.mask,
          datum_b: content.value)
    }

    /// Starts a process that does the job.
    ///
    /// - Parameter seconds: The processor time after which it stops of its own accord.
    /// - Returns: The process.
    /// - Throws: The error number, when no process or no pipe is to be had.
    func start(processorSeconds seconds: UInt32) throws(SystemError) -> CompilerProcess {
      var descriptor: Int32 = -1
      // The child has its own copy of the lists from the moment that the call returns in it.
      let identifier = unsafe contexts.withUnsafeBufferPointer { contexts in
        unsafe rules.withUnsafeBufferPointer { rules in
          unsafe comparisons.withUnsafeBufferPointer { comparisons in
            var job = unsafe clibseccomp_job(
              contexts: contexts.baseAddress, rules: rules.baseAddress,
              comparisons: comparisons.baseAddress, context_count: UInt32(contexts.count))
            return unsafe clibseccomp_spawn(&job, seconds, &descriptor)
          }
        }
      }
      guard identifier > 0 else { throw SystemError(number: -identifier) }
      return CompilerProcess(identifier: identifier, descriptor: descriptor)
    }
  }

  /// An error number that the kernel returned.
  struct SystemError: Error {
    /// The value of `errno`.
    var number: Int32
  }
#endif

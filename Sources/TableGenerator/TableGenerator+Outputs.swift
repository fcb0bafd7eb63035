/// Which table goes into which file.
extension TableGenerator {
  /// The generated files of `LinuxABI`: content by name.
  var outputs: [String: String] {
    [
      "SyscallRows.generated.swift": file(
        table("syscallRows", Self.syscallSummary, syscalls)),
      "SyscallColumns.generated.swift": file(columns),
      "RegisterRows.generated.swift": file(
        table(
          "registerRows", "Calls whose registers differ on one ABI: name:ABI, arguments.",
          registers)),
      "VocabularyRows.generated.swift": file(
        table(
          "vocabularyRows",
          "Symbolic arguments: call.argument, form, sets, mask of the value field.", vocabularies)),
      "ChosenVocabularyRows.generated.swift": file(
        table(
          "chosenVocabularyRows",
          "Vocabularies that another argument chooses: call.argument, its values/form/sets/field;…",
          chosenVocabularies)),
      "ConstantRows.generated.swift": file(
        table(
          "constantRows",
          "Constants: name, sets, value on x86_64, and where they differ the other columns.",
          constants)),
      "ConstantSets.generated.swift": file(
        table("setRows", "The names of the sets that constants belong to.", Array(sets.keys)),
        lists("setMembers", "The constants of each set, as places in `constantRows`.", sets)),
      "GroupRows.generated.swift": file(
        table("groupRows", "The names of groups.", Array(groups.keys)),
        lists("groupMembers", "The calls of each group, as places in `syscallRows`.", groups)),
      "CounterpartRows.generated.swift": file(
        table(
          "counterpartRows",
          "Names: the calls that are made instead, the nearest first; whether C libraries differ.",
          counterparts)),
      "FallbackRows.generated.swift": file(
        table(
          "fallbackRows",
          "Calls that are tried: name, kind, calls made instead, calls of the same programs, errors.",
          fallbacks)),
      "RiskRows.generated.swift": file(
        table(
          "riskRows", "Calls with unexpected power: name, class or -, what can be done with it.",
          risks)),
      "RiskyValueRows.generated.swift": file(
        table(
          "riskyValueRows", "Values that lead far: call.argument, values or flags, their names.",
          riskyValues)),
      "VDSORows.generated.swift": file(
        table(
          "vdsoRows",
          "Calls that the vDSO answers: number, call, argument, its values, by the clock, ABIs.",
          vdso)),
      "MultiplexedRows.generated.swift": file(
        table(
          "multiplexedRows", "Calls behind a multiplexer: name, multiplexer, mask, selector.",
          multiplexed)),
    ]
  }

  /// The generated files of `CallDecoding`, about what is behind addresses: content by name.
  var decodingOutputs: [String: String] {
    [
      "MemoryRows.generated.swift": file(
        table(
          "memoryRows",
          "Arguments that lead to memory: call.argument, what is there, its length, when.", memory),
        imports: "LinuxABI")
    ]
  }

  /// The generated files of `TraceReplay`, about what strace prints and what is learnt of it: content
  /// by name.
  var traceOutputs: [String: String] {
    [
      "PrintedRegisterRows.generated.swift": file(
        table(
          "printedRegisterRows",
          "Arguments that strace does not print in the order or width of the registers.",
          printedRegisters), imports: "LinuxABI"),
      "PrintedNameRows.generated.swift": file(
        table(
          "printedNameRows",
          "Names that strace prints and the kernel's tables lack: name, value, known bits.",
          printedNames), imports: "LinuxABI"),
      "NarrowedArgumentRows.generated.swift": file(
        table(
          "narrowedArgumentRows",
          "Narrowed arguments: call.argument, what is allowed beside what was seen, how values are listed.",
          narrowedArguments), imports: "LinuxABI"),
      "CompanionRows.generated.swift": file(
        table(
          "companionRows",
          "Calls in whose place others are made at another load: name, those that add no power.",
          rows("companions.tsv").map { "\($0["call"] ?? "") \($0["beside"] ?? "")" }),
        imports: "LinuxABI"),
      "NeedRows.generated.swift": file(
        table(
          "needRows", "Calls that a log need not show: number, kind, conditions, calls, purpose.",
          needs), imports: "LinuxABI"),
    ]
  }

  /// The generated files of `PolicyLint`, about what calls can do: content by name.
  var lintOutputs: [String: String] {
    [
      "AbilityRows.generated.swift": file(
        table(
          "abilityRows",
          "What several calls can do: number, kind, ability, call/way/parameters/use/same arguments/needs;…",
          abilities), imports: "LinuxABI"),
      "StartUpRows.generated.swift": file(
        table(
          "startUpRows",
          "What programs call before main: number, stage, calls, arguments, survives, fallback, ABIs.",
          startUp), imports: "LinuxABI"),
      "RestartedRows.generated.swift": file(
        table(
          "restartedRows", "Calls that go on as restart_syscall: number, call, use.", restarted),
        imports: "LinuxABI"),
    ]
  }

  /// The generated files of `Sekat`, about what the runtime of a confined process calls, and what
  /// libraries can do without: content by name.
  var applicationOutputs: [String: String] {
    [
      "RuntimeNeedRows.generated.swift": file(
        table(
          "runtimeNeedRows",
          "Calls of the runtime: call/…, part, errors without harm, call instead, who and what for.",
          runtimeNeeds), imports: "LinuxABI"),
      "DispensableRows.generated.swift": file(
        table(
          "dispensableRows",
          "Calls that libraries do without: number, call, argument, value, advice, who.",
          dispensable), imports: "LinuxABI"),
    ]
  }

  private static let syscallSummary =
    "Calls: name, arguments, `*` for one in `registerRows`. An argument is name[/alias…]:class."
}

extension Linter {
  /// Every rule, in the order in which they are listed and documented.
  public static let rules: [any LintRule.Type] = [
    // ABIs and numbers
    X32Laxer.self, MultiplexerOpen.self, BareNumber.self, AbsentCalls.self,
    // Arguments
    WidthOverridden.self, PointerCompared.self, FlagsComparedWhole.self, AllBitsNeeded.self,
    ConstantCondition.self, DescriptorDenied.self,
    // Relatives of calls
    RelativeLeftOpen.self, IOURingOpen.self, NeedsENOSYS.self, WritableCode.self,
    KernelMissing.self, KernelBehind.self,
    // Grants
    DefaultAllows.self, TracingGranted.self, ProcessAccessGranted.self, KernelSurfaceGranted.self,
    KernelReplacementGranted.self, FileHandlesGranted.self, MountsGranted.self,
    UserNamespaces.self, TerminalInjection.self, RiskySockets.self, Personality.self,
    KeyringsGranted.self, AdministrationGranted.self, ObsoleteCallsGranted.self,
    // Actions
    KillThread.self, TrapWithoutHandler.self, TraceWithoutTracer.self,
    NotifyWithoutSupervisor.self, DefaultLogs.self, UnusableFlag.self, SpeculationAllowed.self,
    // Structure
    ShadowedRule.self, RepeatedCall.self, WithoutEffect.self, ConditionWithoutEffect.self,
    OverlappingRules.self, EmptyPolicy.self, ProgramLength.self, HotCallFiltered.self,
    UnusedSuppression.self,
    // Profiles of container engines
    UnknownName.self, IgnoredKey.self, SplitConditions.self, ConditionsLost.self,
    EqualsDefault.self, MaskMisread.self, ValueCut.self, WidenedByMultiplexer.self,
    AbsentArgument.self, PointlessErrno.self, PointlessSetting.self, UnknownRequirement.self,
    OtherDialect.self, UnreadSetting.self,
    // Manifests of workloads
    WorkloadUnconfined.self, WorkloadProfileUnset.self, WorkloadProfileMissing.self,
    // Start-up
    StartUpBlocked.self, EndBlocked.self, SignalReturnBlocked.self, ThreadsBlocked.self,
    RestartBlocked.self, ForkBlocked.self, ProbeKilled.self, VDSOCall.self,
    // Files
    PolicyWritable.self, BaseOutside.self,
    // Compiled filters
    ArchUnchecked.self, UnreachedInstruction.self, ActionWithoutMeaning.self,
    SkippedCallKilled.self,
  ]

  /// The rule of this name.
  ///
  /// - Parameter id: The name.
  /// - Returns: The rule, if there is one.
  public static func rule(named id: String) -> (any LintRule.Type)? {
    rules.first { $0.about.id == id }
  }
}

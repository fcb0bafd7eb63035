import CLinux
import ClassicBPF
import SystemPackage
import Toolbox

extension LaunchMemory {
  /// Lays out all that the steps under a filter need.
  ///
  /// - Parameters:
  ///   - request: What is to be launched.
  ///   - path: The file that is to be executed.
  ///   - before: What filters there are already.
  /// - Returns: The plan of the launch.
  mutating func launch(
    _ request: LaunchRequest, path: CPath, before: ProcessStatus
  ) -> clinux_launch {
    let prefix = "\(request.programName): "
    let installation = unsafe store(.installation(before), status: .launcherFailed)
    let execution = unsafe store(.execution, status: .notExecutable)

    var filters: [clinux_filter] = unsafe []
    var slots: [clinux_key_slot] = []
    for (index, filter) in request.filters.enumerated() {
      slots += request.standIns.slots(in: filter.program).map { slot in
        clinux_key_slot(
          filter: UInt16(index), instruction: UInt16(slot.instruction), half: UInt32(slot.half),
          mask: slot.mask)
      }
      let beginning = "\(prefix)cannot install \(filter.title(index)): "
      unsafe filters.append(
        clinux_filter(
          program: store(filter.program), flags: UInt64(filter.flags.rawValue),
          report: report(beginning, installation)))
    }
    let beginning = "\(prefix)cannot run \(quoted(request.arguments[0])): "
    let longest = request.filters.map { $0.title(0).utf8.count }.max() ?? 0
    let room = 1024 + max(beginning.utf8.count, longest)

    return unsafe clinux_launch(
      path: string(path.bytes),
      arguments: strings(request.arguments),
      environment: environment(request.environment),
      filters: store(filters), filter_count: filters.count,
      slots: store(slots), slot_count: slots.count,
      is_filtered: before.isUnfiltered ? 0 : 1, uses_prctl: 0,
      report: report(beginning, execution), changes: changes(request.changes),
      message: store([CChar](repeating: 0, count: room)), message_capacity: room,
      program: sock_fprog(), registers: clinux_registers(), progress: nil)
  }

  private mutating func changes(_ changes: CommandChanges) -> clinux_changes {
    let groups = changes.groups ?? []
    let limits = changes.limits.map {
      clinux_limit(resource: $0.resource.number, soft: $0.soft, hard: $0.hard)
    }
    return unsafe clinux_changes(
      directory: changes.directory.map { unsafe UnsafePointer(string($0)) },
      closes_descriptors: changes.closesDescriptors ? 1 : 0,
      starts_session: changes.startsSession ? 1 : 0,
      dies_with_parent: changes.diesWithParent ? 1 : 0,
      sets_groups: changes.groups == nil ? 0 : 1, groups: store(groups), group_count: groups.count,
      group: changes.group.map(Int64.init) ?? -1, user: changes.user.map(Int64.init) ?? -1,
      limits: store(limits), limit_count: limits.count)
  }

  private mutating func environment(
    _ environment: LaunchRequest.Environment
  ) -> UnsafePointer<UnsafeMutablePointer<CChar>?>? {
    switch environment {
    case .inherited: unsafe UnsafePointer(RawCalls.environment)
    case .variables(let variables): unsafe UnsafePointer(strings(variables))
    }
  }

  /// Lays out what the installation of one filter on all threads needs.
  mutating func confinement(
    _ filter: InstalledFilter, before: ProcessStatus
  ) -> clinux_launch {
    var launch = unsafe clinux_launch()
    let flags = filter.flags.union(.synchronised)
    let entry = unsafe clinux_filter(
      program: store(filter.program), flags: UInt64(flags.rawValue), report: clinux_report())
    unsafe launch.filters = unsafe store(CollectionOfOne(entry))
    unsafe launch.filter_count = 1
    unsafe launch.is_filtered = before.isUnfiltered ? 0 : 1
    return unsafe launch
  }

  private mutating func store(_ program: BPFProgram) -> sock_fprog {
    let instructions = program.instructions.map {
      sock_filter(code: $0.code, jt: $0.jumpTrue, jf: $0.jumpFalse, k: $0.k)
    }
    return unsafe sock_fprog(len: UInt16(instructions.count), filter: store(instructions))
  }

  private mutating func store(
    _ texts: FailureTexts, status: LaunchStatus
  ) -> UnsafeBufferPointer<clinux_explanation> {
    var explanations: [clinux_explanation] = unsafe []
    for row in texts.rows {
      unsafe explanations.append(
        clinux_explanation(
          number: row.errno.rawValue, status: status.rawValue, text: string(row.text.utf8)))
    }
    unsafe explanations.append(
      clinux_explanation(number: 0, status: status.rawValue, text: string(texts.other.utf8)))
    return unsafe UnsafeBufferPointer(start: store(explanations), count: explanations.count)
  }

  private mutating func report(
    _ beginning: String, _ explanations: UnsafeBufferPointer<clinux_explanation>
  ) -> clinux_report {
    unsafe clinux_report(
      beginning: string(beginning.utf8), explanations: explanations.baseAddress,
      explanation_count: explanations.count)
  }
}

extension LastCalls {
  /// The calls that a launch will make under its filters.
  ///
  /// Every installation reads its program from the same place.
  init(_ launch: UnsafePointer<clinux_launch>, keys: StandInKeys) {
    let plan = unsafe launch.pointee
    execution = unsafe Self.call(
      SYS_execve, Self.word(plan.path), Self.word(plan.arguments), Self.word(plan.environment),
      keys: keys)
    let offset = unsafe MemoryLayout<clinux_launch>.offset(of: \.program) ?? 0
    let program = unsafe UnsafeRawPointer(launch) + offset
    for index in unsafe 1..<max(1, plan.filter_count) {
      installations.append(
        unsafe Self.call(
          SYS_seccomp, UInt64(SECCOMP_SET_MODE_FILTER), plan.filters[index].flags,
          Self.word(program), keys: keys))
    }
  }

  /// An address as the register carries it.
  private static func word(_ pointer: UnsafeRawPointer?) -> UInt64 {
    UInt64(UInt(bitPattern: pointer))
  }
}

import ClassicBPF
import FilterProof
import Glibc
import LinuxABI
import SandboxLauncher
public import SeccompFilter
public import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// What system calls may be made: a policy that has been read, checked, compiled and proved, ready to
/// be put on a process.
///
/// ```swift
/// let policy = try SandboxPolicy("policy.json")
/// try Sandbox.confine(policy)
/// ```
///
/// The filter that comes of a policy is proved: for every call that can be made, with all values of
/// all arguments, it decides what the policy says.
public struct SandboxPolicy: Sendable {
  /// What is asked for.
  enum Content: Sendable {
    case policy(ResolvedPolicy)
    case filter(Filter)
  }

  /// How messages call it.
  public let name: String

  let content: Content
  let machine: Machine
  let programs: PolicyPrograms

  /// Reads a policy.
  ///
  /// A process of root takes no policy that others could have written: neither the file nor any that
  /// it extends, nor a folder on the way there, may be writable for them.
  ///
  /// - Parameters:
  ///   - reference: The path of a file, or `builtin:NAME` for a policy that comes with sekat.
  ///   - circumstances: What a file of another tool's format leaves open, such as which of its filters is
  ///     meant; sekat's own policies leave nothing.
  ///   - trustsWritableFiles: Whether root takes it all the same.
  /// - Throws: ``PolicyError`` with everything that is wrong with it.
  public init(
    _ reference: String, in circumstances: Circumstances = .standard,
    trustsWritableFiles: Bool = false
  ) throws(PolicyError) {
    do throws(SekatError) {
      let isJudged = geteuid() == 0 && !trustsWritableFiles
      let policy = try PolicyInput.load(reference, in: circumstances, judgesFiles: isJudged)
      for file in policy.files where isJudged && !file.isBuiltin {
        guard let weakness = file.trust?.weaknesses.first else { continue }
        throw SekatError(
          untrusted: file.source.name, weakness, orElse: "pass 'trustsWritableFiles: true'")
      }
      try self.init(policy)
    } catch {
      throw PolicyError(error)
    }
  }

  /// Reads a policy whose text is at hand.
  ///
  /// - Parameters:
  ///   - json: The text.
  ///   - name: How messages call it; a path says beside which files the policies are that it extends.
  ///   - circumstances: What a text in another tool's format leaves open.
  /// - Throws: ``PolicyError`` with everything that is wrong with it.
  public init(
    json: String, name: String = "policy", in circumstances: Circumstances = .standard
  ) throws(PolicyError) {
    do throws(SekatError) {
      try self.init(PolicyInput.load(text: json, for: name, in: circumstances))
    } catch {
      throw PolicyError(error)
    }
  }

  /// Takes a filter that a program has made itself, with the types of the module `SeccompFilter`.
  ///
  /// - Parameters:
  ///   - filter: The filter, of the machine that the process runs on.
  ///   - name: How messages call it.
  /// - Throws: ``PolicyError`` where it is another machine's, has exceptions for a launcher, or cannot be
  ///   compiled.
  public init(filter: Filter, name: String = "filter") throws(PolicyError) {
    do throws(SekatError) {
      let machine = try Self.machine()
      guard filter.machine == machine else {
        throw SekatError(
          "\(quoted(name)) is a filter for \(filter.machine.abi.name), and this machine is"
            + " \(machine.abi.name)")
      }
      guard filter.exceptions.isEmpty else {
        throw SekatError(
          "\(quoted(name)) has exceptions for a launcher's last calls; they are added where a command is"
            + " started, and nowhere else")
      }
      try self.init(.filter(filter), name: name, machine: machine)
    } catch {
      throw PolicyError(error)
    }
  }

  private init(_ policy: Policy) throws(SekatError) {
    let machine = try Self.machine()
    let resolved = try PolicyInput.resolve(policy, for: machine)
    try self.init(.policy(resolved), name: policy.name, machine: machine)
  }

  private init(_ content: Content, name: String, machine: Machine) throws(SekatError) {
    (self.content, self.name, self.machine) = (content, name, machine)
    programs = PolicyPrograms(content)
    _ = try programs.program(.confinement)
  }

  private static func machine() throws(SekatError) -> Machine {
    guard let machine = Machine.native else {
      throw SekatError("sekat does not know this machine, so it can confine nothing here")
    }
    return machine
  }
}

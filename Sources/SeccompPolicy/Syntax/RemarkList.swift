import SourceDiagnostics

/// The remarks on a file, each once, and only so many of each kind and severity.
///
/// They are counted apart, so that many of one kind hide none of another.
struct RemarkList {
  /// What is counted together.
  private struct Key: Hashable {
    var kind: PolicyRemark.Kind
    var severity: Diagnostic.Severity
  }

  /// The remarks, in the order in which they came.
  private(set) var all: [PolicyRemark] = []
  private var known: Set<PolicyRemark> = []
  private var counts: [Key: Int] = [:]
  private let most: Int

  /// A list of at most so many remarks of each kind and severity.
  init(most: Int) { self.most = most }

  /// Takes a remark; of the first that is too many it is said that there are more.
  mutating func add(_ remark: PolicyRemark) {
    let key = Key(kind: remark.kind, severity: remark.severity)
    let count = counts[key, default: 0]
    guard count <= most, known.insert(remark).inserted else { return }
    counts[key] = count + 1
    guard count == most else {
      all.append(remark)
      return
    }
    var last = remark
    last.problem += "; there is more of this, which is not listed"
    all.append(last)
  }
}

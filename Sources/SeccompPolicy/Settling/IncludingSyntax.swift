/// What a file says that takes in other files of its format, as if they stood in it.
///
/// The files are those that ``PolicyFile/extends`` names. The loader reads them, and hands over what they
/// say; they are not settled by themselves then.
protocol IncludingSyntax: UnsettledSyntax {
  /// The same together with what the files say that it includes.
  ///
  /// - Parameter files: What they say, in the order in which they are named; nothing of those that leave
  ///   nothing open.
  /// - Returns: All of it.
  func including(_ files: [(any UnsettledSyntax)?]) -> any IncludingSyntax
}
